import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

/** The key and the body of a request that the test of upgrades repeats. */
export const KEYED = { key: 'open-once', body: { asset: 'ltc', amount: '2' } }

function tradesOf(souk: HttpClient, seller: TestUser) {
  const act = (id: number, verb: string, { token }: { token: string }, body?: object) =>
    souk.post(`/trades/${id}/${verb}`, body, token)
  return {
    act,
    async open(buyer?: TestUser): Promise<number> {
      const { body } = await souk.post('/trades', { asset: 'btc', amount: '1.5' }, seller.token)
      if (buyer) await act(body.id, 'buy', buyer)
      return body.id
    },
    say: (id: number, { token }: TestUser, message: string) =>
      souk.post(`/trades/${id}/messages`, { message }, token),
  }
}

/** A trade that ended while the house took no fee. */
export async function firstTrade(souk: HttpClient, { chidi, dayo }: People): Promise<void> {
  const { open, act } = tradesOf(souk, chidi)
  await act(await open(dayo), 'release', chidi)
}

/** A trade in each state, and each way to it. */
export async function liveInTrades(
  souk: HttpClient,
  { chidi: seller, dayo: buyer, emeka: stranger }: People,
  staff: { token: string },
): Promise<void> {
  const { open, act, say } = tradesOf(souk, seller)
  await say(await open(), stranger, 'Is it still to be had?')
  const running = await open(buyer)
  await say(running, buyer, 'Paid just now')
  await say(running, seller, 'Thank you, I shall look')
  await act(await open(buyer), 'release', seller)
  await act(await open(), 'cancel', seller)
  await act(await open(buyer), 'cancel', buyer)
  const disputed = async () => {
    const id = await open(buyer)
    await act(id, 'dispute', buyer, { reason: 'No answer' })
    return id
  }
  await disputed()
  await act(await disputed(), 'resolve', staff, { outcome: 'release', note: 'It was paid' })
  await act(await disputed(), 'resolve', staff, { outcome: 'refund' })
  const headers = { 'idempotency-key': KEYED.key }
  await souk.request('POST', '/trades', { token: seller.token, body: KEYED.body, headers })
}
