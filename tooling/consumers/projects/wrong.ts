import { createClient, type Inputs, isSoukError } from '@souk/client'
import { schemas } from '@souk/client/schemas'
import { createRestClient } from '@souk/rest'

const client = createClient({ url: 'http://localhost:8000' })
const rest = createRestClient({ url: 'http://localhost:8000' })

export const input: Inputs['trades']['create'] = { asset: 'btc', amount: true } // wrong
export const bought = client.trades.buy.mutate({ id: 'seven' }) // wrong
export const amount: Promise<number> = client.trades.get.query({ id: 7 }).then((t) => t.amount) // wrong
export const known = isSoukError(new Error(), 'NO_SUCH_CODE') // wrong
export const schema = schemas.trades.steal // wrong
export const path = rest.GET('/nothing') // wrong
client.trades.watch.subscribe({ tradeId: 7 }, { onData: ({ data }) => data.price }) // wrong
client.market.offers.pay.mutate({ id: '7' }) // wrong
client.market.events.subscribe(undefined, { onData: ({ data }) => data.offer }) // wrong
export const swap: Inputs['market']['ads']['create']['adType'] = 'swap' // wrong
export const right = client.staff.settings.update.mutate({ userId: 7, canFly: true }) // wrong
