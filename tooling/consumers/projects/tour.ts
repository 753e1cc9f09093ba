import {
  type ClientOptions,
  createClient,
  type Events,
  isSoukError,
  type Outputs,
} from '@souk/client'
import { schemas } from '@souk/client/schemas'
import { createRestClient } from '@souk/rest'

/** What a visitor does: signs up, trades, listens, is refused, looks at it over REST. */
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
  await alice.close()
  const refusal = await bob.trades.release.mutate({ id: trade.id }).catch((error: unknown) => error)
  if (!isSoukError(refusal, 'FORBIDDEN')) throw refusal

  const rest = createRestClient({ url })
  const { response, error } = await rest.GET('/trades/{id}', {
    params: { path: { id: trade.id } },
  })
  return `${trade.amount} ${told[0]?.type} ${refusal.data.soukCode} ${response.status} ${error?.code}`
}

/** Trades that are taken are hidden from strangers, REST's included. */
export const EXPECTED = '1.50 trade.taken FORBIDDEN 404 NOT_FOUND'
