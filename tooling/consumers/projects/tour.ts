import {
  type ClientOptions,
  createClient,
  type Events,
  type Inputs,
  isSoukError,
  type Offer,
  type Outputs,
  type SoukClient,
} from '@souk/client'
import { schemas } from '@souk/client/schemas'
import { createRestClient } from '@souk/rest'

/** What visitors do: sign up, trade, make an offer, listen, are refused, look at it over REST. */
export async function tour(url: string, WebSocket?: ClientOptions['WebSocket']): Promise<string> {
  const visitor = createClient({ url })
  const alice = await signedUp('alice')
  const bob = await signedUp('bob')

  async function signedUp(name: string) {
    const username = `${name}-${Date.now()}`
    const account = { username, password: 'a secret of ours' }
    await visitor.auth.signUp.mutate(account)
    const { access } = await visitor.auth.login.mutate(account)
    return createClient({ url, token: access, WebSocket })
  }

  const offer = schemas.trades.create.parse({ asset: 'BTC', amount: '1.5' })
  const trade: Outputs['trades']['create'] = await alice.trades.create.mutate(offer)
  const told: Events['trades']['watch'][] = []
  await new Promise<void>((resolve, reject) => {
    const subscription = alice.trades.watch.subscribe(
      { tradeId: trade.id },
      {
        onStarted: () => void bob.trades.buy.mutate({ id: trade.id }).catch(reject),
        onData({ data }) {
          told.push(data)
          subscription.unsubscribe()
          resolve()
        },
        onError: reject,
      },
    )
  })
  const sold = await offerTo(alice, bob)
  await Promise.all([alice.close(), bob.close()])
  const refusal = await bob.trades.release.mutate({ id: trade.id }).catch((error: unknown) => error)
  if (!isSoukError(refusal, 'FORBIDDEN')) throw refusal

  const rest = createRestClient({ url })
  const { response, error } = await rest.GET('/trades/{id}', {
    params: { path: { id: trade.id } },
  })
  const refused = `${refusal.data.soukCode} ${response.status} ${error?.code}`
  return `${trade.amount} ${told[0]?.type} ${sold} ${refused}`
}

/** One offer of the market, heard of by the owner of the ad. */
async function offerTo(owner: SoukClient, maker: SoukClient): Promise<string> {
  const { id: ad } = await owner.market.ads.create.mutate({
    adType: 'sell',
    cryptoCurrency: 'btc',
    cryptoAmount: '2',
    pricePerUnit: '200',
    fiatCurrency: 'usd',
    paymentMethod: 'bank_transfer',
  })
  const wanted: Inputs['market']['offers']['create'] = {
    ad,
    currencyAmount: '0.5',
    fiatAmount: 100,
  }
  const told = await new Promise<Offer>((resolve, reject) => {
    owner.market.events.subscribe(undefined, {
      onStarted: () => void maker.market.offers.create.mutate(wanted).catch(reject),
      onData: ({ data }) => (data.type === 'offer.created' ? resolve(data.offer) : undefined),
      onError: reject,
    })
  })
  await maker.market.offers.pay.mutate({ id: told.id })
  const { status, currencyAmount } = await owner.market.offers.release.mutate({ id: told.id })
  return `${currencyAmount} ${status}`
}

/** Trades that are taken are hidden from strangers, REST's included. */
export const EXPECTED = '1.50 trade.taken 0.50 released FORBIDDEN 404 NOT_FOUND'
