import { SUBSCRIPTIONS } from '@souk/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { connectSocket, type SocketClient } from '../../src/testing/socket-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let alice: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  alice = await souk.signUp('alice')
})
afterAll(() => souk.stop())

const open = ({ token }: TestUser) =>
  connectSocket(`${souk.url.replace('http', 'ws')}/trpc?token=${token}`)

const subscription = (id: number, input: object) => ({
  id,
  method: 'subscription',
  params: { path: 'trades.chat.watch', input },
})

const watch = (tab: SocketClient, id: number, input: object) => tab.ask(subscription(id, input))

/** What comes of a subscription, once it has started or not. */
async function heard(tab: SocketClient, id: number) {
  for (;;) {
    const frame = await tab.next()
    if (frame.id === id && frame.result?.type !== 'started') return frame
  }
}

const newTrade = async () =>
  (await souk.post('/trades', { asset: 'usdt', amount: '1' }, alice.token)).body.id

const refused = (soukCode: string) => ({ error: { data: { soukCode } } })

describe('subscriptions', () => {
  test('the same one twice on a socket is refused, wherever it begins', async () => {
    const tradeId = await newTrade()
    const tab = await open(alice)
    await watch(tab, 1, { tradeId })
    expect(await heard(tab, 1)).toMatchObject({ result: { type: 'data' } })
    for (const [id, where] of [
      [2, {}],
      [3, { lastEventId: '0' }],
    ] as const) {
      tab.send(subscription(id, { tradeId, ...where }))
      expect(await heard(tab, id)).toMatchObject(refused('CONFLICT'))
    }
    tab.close()
  })

  test('one that was stopped may be opened again at once', async () => {
    const tradeId = await newTrade()
    const tab = await open(alice)
    await watch(tab, 1, { tradeId })
    await tab.next()
    tab.send({ id: 1, method: 'subscription.stop' })
    tab.send(subscription(2, { tradeId }))
    expect(await heard(tab, 2)).toMatchObject({ result: { type: 'data' } })
    tab.close()
  })

  test('two tabs of one user may have the same one', async () => {
    const tradeId = await newTrade()
    const tabs = [await open(alice), await open(alice)]
    for (const tab of tabs) {
      await watch(tab, 1, { tradeId })
      await tab.next()
    }
    await souk.post(`/trades/${tradeId}/messages`, { message: 'both' }, alice.token)
    for (const tab of tabs) {
      expect((await tab.next()).result.data.data.message.message).toBe('both')
      tab.close()
    }
  })

  test('a user has only so many, on however many sockets; others have as many again', async () => {
    const tradeIds: number[] = []
    for (let n = 0; n < SUBSCRIPTIONS.ofSocket; n += 1) tradeIds.push(await newTrade())
    const bob = await souk.signUp('bob')
    const tabs = await Promise.all([open(bob), open(bob), open(bob)])
    for (const tab of tabs.slice(0, 2)) {
      for (const [n, tradeId] of tradeIds.entries()) {
        await watch(tab, n + 1, { tradeId })
        expect(await tab.next()).toMatchObject({ result: { type: 'data' } })
      }
    }
    const [first, , third] = tabs as [SocketClient, SocketClient, SocketClient]
    await watch(first, 99, { tradeId: await newTrade() })
    expect(await first.next()).toMatchObject({ id: 99, ...refused('RATE_LIMITED') })
    await watch(third, 1, { tradeId: tradeIds[0] })
    expect(await third.next()).toMatchObject({ id: 1, ...refused('RATE_LIMITED') })
    const other = await open(alice)
    await watch(other, 1, { tradeId: tradeIds[0] })
    expect(await other.next()).toMatchObject({ result: { type: 'data' } })
    for (const tab of [...tabs, other]) tab.close()
  })
})
