import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { malformed } from '../../src/testing/malformed.ts'
import { connectSocket, type SocketClient } from '../../src/testing/socket-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let alice: TestUser
let bob: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  alice = await souk.signUp('alice')
  bob = await souk.signUp('bob')
})
afterAll(() => souk.stop())

async function subscribe(path: string, input: object, user: TestUser): Promise<SocketClient> {
  const client = await connectSocket(`${souk.url.replace('http', 'ws')}/trpc?token=${user.token}`)
  client.send({ id: 1, method: 'subscription', params: { path, input } })
  return client
}

async function newTrade(): Promise<number> {
  return (await souk.post('/trades', { asset: 'usdt', amount: '1' }, alice.token)).body.id
}

describe('a trade’s stream', () => {
  test('shows each transition with the trade as it then stood', async () => {
    const trade = await newTrade()
    const watcher = await subscribe('trades.watch', { tradeId: trade, lastEventId: '0' }, alice)
    expect(await watcher.next()).toMatchObject({ result: { type: 'started' } })
    const created = await watcher.next()
    expect(created.result.data).toMatchObject({
      id: '1',
      data: { type: 'trade.created', trade: { id: trade, amount: '1.00', asset: 'usdt' } },
    })
    await souk.post(`/trades/${trade}/buy`, {}, bob.token)
    expect((await watcher.next()).result.data.data).toMatchObject({
      type: 'trade.taken',
      trade: { status: 'in_progress', buyerName: 'bob' },
    })
    watcher.close()
  })

  test('ends for an outsider when the trade is taken', async () => {
    const carol = await souk.signUp('carol')
    const trade = await newTrade()
    const watcher = await subscribe('trades.chat.watch', { tradeId: trade }, carol)
    expect((await watcher.next()).result).toEqual({ type: 'started' })
    expect((await watcher.next()).result.data).toEqual({ id: '1', data: null })
    await souk.post(`/trades/${trade}/messages`, { message: 'before' }, bob.token)
    expect((await watcher.next()).result.data.data.message.message).toBe('before')
    await souk.post(`/trades/${trade}/buy`, {}, bob.token)
    await souk.post(`/trades/${trade}/messages`, { message: 'private' }, bob.token)
    expect(await watcher.next()).toMatchObject({ result: { type: 'stopped' } })
    watcher.close()
  })

  test('mutations do not go over the socket', async () => {
    const client = await connectSocket(`${souk.url.replace('http', 'ws')}/trpc`)
    client.send(malformed({ id: 1, method: 'mutation', params: { path: 'auth.login', input: {} } }))
    expect((await client.next()).error.data.soukCode).toBe('METHOD_NOT_ALLOWED')
    client.close()
  })
})
