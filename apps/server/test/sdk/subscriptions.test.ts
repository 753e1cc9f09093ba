import type { AddressInfo } from 'node:net'
import {
  createClient,
  type Events,
  isSoukError,
  type SoukClient,
  type TrackedEvent,
} from '@souk/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import type { TestUser } from '../../src/testing/http-client.ts'
import { killable } from '../../src/testing/killable.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const QUICK = { minDelayMs: 5, maxDelayMs: 50 }

let souk: TestSouk
let alice: TestUser
let bob: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  alice = await souk.signUp('alice')
  bob = await souk.signUp('bob')
})
afterAll(() => souk.stop())

type TradeEvent = TrackedEvent<Events['trades']['watch']>

/** Collects the events of a trade. */
function watch(client: SoukClient, tradeId: number, lastEventId?: string) {
  const events: TradeEvent[] = []
  const errors: unknown[] = []
  const started = Promise.withResolvers<void>()
  const subscription = client.trades.watch.subscribe(
    { tradeId, lastEventId },
    {
      onStarted: () => started.resolve(),
      onData: (event) => events.push(event),
      onError: (error) => errors.push(error),
    },
  )
  const types = () => events.map(({ data }) => data.type)
  return { events, errors, types, started: started.promise, stop: () => subscription.unsubscribe() }
}

const clientOf = ({ token }: TestUser, more = {}) =>
  createClient({ url: souk.url, token, retry: QUICK, ...more })

async function newTrade(): Promise<number> {
  return (await clientOf(alice).trades.create.mutate({ asset: 'usdt', amount: '1' })).id
}

const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 10_000, interval: 5 })

describe('a subscription', () => {
  test('tells what happens, over the WebSocket of Node itself', async () => {
    const client = clientOf(alice)
    const id = await newTrade()
    const { events, types, started } = watch(client, id)
    await started
    await clientOf(bob).trades.buy.mutate({ id })
    await client.trades.release.mutate({ id })
    await until(() => events.length === 2)
    expect(types()).toEqual(['trade.taken', 'trade.released'])
    expect(events[0]?.data.trade).toMatchObject({ id, status: 'in_progress', buyerName: 'bob' })
    await client.close()
  })

  test('that was cut off before its first event resumes where it began', async () => {
    const { WebSocket, kill, sockets } = killable()
    const client = clientOf(alice, { WebSocket })
    const id = await newTrade()
    const { events, types, started } = watch(client, id)
    await started
    kill()
    await clientOf(bob).trades.buy.mutate({ id })
    await until(() => events.length === 1)
    expect(types()).toEqual(['trade.taken'])
    expect(sockets).toHaveLength(2)
    await client.close()
  })

  test('ends when it is aborted or unsubscribed, and the socket closes after the last', async () => {
    const { WebSocket, sockets } = killable()
    const client = clientOf(alice, { WebSocket })
    const abort = new AbortController()
    const onComplete = vi.fn()
    client.me.events.subscribe(undefined, { signal: abort.signal, onComplete })
    const { started, stop } = watch(client, await newTrade())
    await started
    abort.abort()
    expect(onComplete).toHaveBeenCalledOnce()
    stop()
    await until(() => sockets[0]?.readyState === WebSocket.CLOSED)
    expect(sockets).toHaveLength(1)
  })

  test('to something one may not see fails', async () => {
    const { errors } = watch(clientOf(bob), 999_999)
    await until(() => errors.length === 1)
    expect(isSoukError(errors[0], 'NOT_FOUND')).toBe(true)
  })
})

test('events of another version in between do not end the stream', async () => {
  const dave = await souk.signUp('dave')
  const { id } = await clientOf(dave).trades.create.mutate({ asset: 'usdt', amount: '1' })
  // A trade without a field, an offer without anything, and things that nobody knows yet.
  for (const [type, data] of [
    ['trade.created', `(select data - 'status' from events where type = 'trade.created' limit 1)`],
    ['offer.created', `'{}'`],
    ['offer.celebrated', `'{"offer": {}}'`],
    ['order.created', `'{"order": {}}'`],
  ]) {
    await souk.sql(
      `select record_event(row(null, false, null, now()), array['user:${dave.id}'], '${type}', ${data})`,
    )
  }
  const client = clientOf(dave)
  const heard: number[] = []
  const errors: unknown[] = []
  client.me.events.subscribe(
    { lastEventId: '0' },
    {
      onData: ({ data }) => void ('trade' in data && heard.push(data.trade.id)),
      onError: (error) => errors.push(error),
    },
  )
  const later = await clientOf(dave).trades.create.mutate({ asset: 'usdt', amount: '1' })
  await until(() => heard.includes(later.id))
  expect(heard).toEqual([id, later.id])
  expect(errors).toEqual([])
  await client.close()
})

test('with sockets killed under concurrent writers, no event is lost and none comes twice', async () => {
  const { WebSocket, kill, sockets } = killable()
  const client = clientOf(alice, { WebSocket })
  const heard: string[] = []
  const nameOf = (type: string, id: number) => `${type} ${id}`
  client.me.events.subscribe(
    { lastEventId: '0' },
    {
      onData({ data }) {
        if ('trade' in data) heard.push(nameOf(data.type, data.trade.id))
        if ('message' in data) heard.push(nameOf(data.type, data.message.id))
      },
    },
  )
  const written: string[] = []
  async function write(): Promise<void> {
    const writer = clientOf(alice)
    for (let i = 0; i < 40; i += 1) {
      const { id } = await writer.trades.create.mutate({ asset: 'usdt', amount: '0.01' })
      const message = await writer.trades.chat.send.mutate({ tradeId: id, message: 'hello' })
      written.push(nameOf('trade.created', id), nameOf('message.sent', message.id))
    }
  }
  const killing = setInterval(kill, 40)
  await Promise.all([write(), write(), write()])
  clearInterval(killing)
  await until(() => written.every((name) => heard.includes(name)))
  expect(new Set(heard).size).toBe(heard.length)
  expect(sockets.length).toBeGreaterThan(3)
  await client.close()
})

test('too many connections do not make a client throw its token away', async () => {
  const carol = await souk.signUp('carol')
  const onAuthError = vi.fn()
  const id = await newTrade()
  const clients = Array.from({ length: 11 }, () => clientOf(carol, { onAuthError }))
  const watched = clients.map((client) => watch(client, id))
  await until(() => souk.souk.sockets() >= 10)
  await Promise.any(watched.map(({ started }) => started))
  await clients[0]?.close()
  await Promise.all(watched.slice(1).map(({ started }) => started))
  expect(watched.flatMap(({ errors }) => errors)).toEqual([])
  expect(onAuthError).not.toHaveBeenCalled()
  await Promise.all(clients.map((client) => client.close()))
})

/** A server that accepts sockets and drops them, and when each came. */
function startDropping() {
  const server = new WebSocketServer({ port: 0 })
  const times: number[] = []
  server.on('connection', (socket) => {
    times.push(performance.now())
    socket.close(1011)
  })
  // Listening on a port, and not on a pipe.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, times, stop: () => server.close() }
}

test('a server that accepts sockets and drops them is asked ever more rarely', async () => {
  const { url, times, stop } = startDropping()
  const longest = vi.spyOn(Math, 'random').mockReturnValue(0.99)
  const client = createClient({ url, retry: { minDelayMs: 50 } })
  const { errors } = watch(client, 1)
  await until(() => times.length === 5)
  longest.mockRestore()
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0))
  for (const [i, gap] of gaps.entries()) expect(gap).toBeGreaterThan(45 * 2 ** i)
  expect(errors).toEqual([])
  await client.close()
  stop()
})

/** Lets as much time pass as a client of the same haste needs to come back five times. */
async function othersComeBack(): Promise<void> {
  const { url, times, stop } = startDropping()
  const client = createClient({ url, retry: QUICK })
  watch(client, 1)
  await until(() => times.length > 5)
  await client.close()
  stop()
}

describe('a socket whose credential dies', () => {
  test('unnoticed until the next subscription comes back with a new token', async () => {
    const { WebSocket, sockets } = killable()
    const token = await souk.logIn(alice.username, alice.password)
    const onAuthError = vi.fn(() => souk.logIn(alice.username, alice.password))
    const client = clientOf({ ...alice, token }, { WebSocket, onAuthError })
    const trades = await Promise.all([newTrade(), newTrade(), newTrade(), newTrade()])
    const [id, ...others] = trades as [number, ...number[]]
    const early = watch(client, id)
    await early.started
    // Behind Souk's back, so that it closes nothing.
    await souk.sql('update sessions set revoked_at = now() where revoked_at is null')
    bob = { ...bob, token: await souk.logIn(bob.username, bob.password) }
    alice = { ...alice, token: await souk.logIn(alice.username, alice.password) }

    const late = others.map((other) => watch(client, other))
    await Promise.all(late.map(({ started }) => started))
    await Promise.all(trades.map((trade) => clientOf(bob).trades.buy.mutate({ id: trade })))
    const all = [early, ...late]
    await until(() => all.every(({ events }) => events.length === 1))
    expect(all.flatMap(({ errors }) => errors)).toEqual([])
    expect(onAuthError).toHaveBeenCalledOnce()
    expect(sockets).toHaveLength(2)
    await client.close()
  })

  test('comes back with a new token, asked for once for all subscriptions', async () => {
    const { WebSocket, sockets } = killable()
    const token = await souk.logIn(alice.username, alice.password)
    const onAuthError = vi.fn(() => souk.logIn(alice.username, alice.password))
    const client = clientOf({ ...alice, token }, { WebSocket, onAuthError })
    const trades = await Promise.all([newTrade(), newTrade(), newTrade()])
    const watched = trades.map((id) => watch(client, id, '0'))
    await until(() => watched.every(({ events }) => events.length === 1))

    await clientOf({ ...alice, token }).auth.logout.mutate()
    await until(() => sockets[0]?.readyState === WebSocket.CLOSED)
    await Promise.all(trades.map((id) => clientOf(bob).trades.buy.mutate({ id })))
    await until(() => watched.every(({ events }) => events.length === 2))
    expect(watched.flatMap(({ errors }) => errors)).toEqual([])
    expect(onAuthError).toHaveBeenCalledOnce()
    expect(sockets).toHaveLength(2)
    await client.close()
  })

  test('tells its subscriptions when there is no new token, and stays away', async () => {
    const { WebSocket, sockets } = killable()
    const token = await souk.logIn(alice.username, alice.password)
    const onAuthError = vi.fn(async () => undefined)
    const client = clientOf({ ...alice, token }, { WebSocket, onAuthError })
    const watched = [watch(client, await newTrade()), watch(client, await newTrade())]
    await Promise.all(watched.map(({ started }) => started))

    await clientOf({ ...alice, token }).auth.logout.mutate()
    await until(() => watched.every(({ errors }) => errors.length === 1))
    expect(isSoukError(watched[0]?.errors[0], 'INVALID_TOKEN')).toBe(true)
    expect(onAuthError).toHaveBeenCalledOnce()
    await othersComeBack()
    expect(sockets).toHaveLength(1)
  })

  test('does not ask again and again with tokens that are all refused', async () => {
    const { WebSocket, sockets } = killable()
    const onAuthError = vi.fn(() => crypto.randomUUID())
    const client = clientOf({ ...alice, token: 'nonsense' }, { WebSocket, onAuthError })
    const { errors } = watch(client, await newTrade())
    await until(() => errors.length === 1)
    await othersComeBack()
    expect(isSoukError(errors[0], 'INVALID_TOKEN')).toBe(true)
    expect(onAuthError).toHaveBeenCalledOnce()
    expect(sockets).toHaveLength(2)
  })
})
