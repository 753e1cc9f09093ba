import {
  createClient,
  type DirectEvent,
  entriesOf,
  isSoukError,
  type SoukClient,
} from '@souk/client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { killable } from '../../src/testing/killable.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const QUICK = { minDelayMs: 5, maxDelayMs: 50 }

let souk: TestSouk
let alice: TestUser
let bob: TestUser
let asAlice: SoukClient
let asBob: SoukClient
const { WebSocket, kill } = killable()
beforeAll(async () => {
  souk = await startTestSouk()
  alice = await souk.signUp('alice')
  bob = await souk.signUp('bob')
  asAlice = createClient({ url: souk.url, token: alice.token, retry: QUICK })
  asBob = createClient({ url: souk.url, token: bob.token, retry: QUICK, WebSocket })
})
afterAll(async () => {
  await Promise.all([asAlice.close(), asBob.close()])
  await souk.stop()
})

const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 10_000, interval: 5 })

test('two users write, read and are told of it, whatever happens to the line', async () => {
  const heard: DirectEvent[] = []
  const started = Promise.withResolvers<void>()
  const watching = asBob.chat.watch.subscribe(undefined, {
    onStarted: () => started.resolve(),
    onData: ({ data }) => heard.push(data),
  })
  await started.promise
  const killing = setInterval(kill, 30)
  const sent: number[] = []
  for (let n = 0; n < 40; n += 1) {
    sent.push((await asAlice.chat.send.mutate({ uid: `${bob.id}`, message: `${n}` })).id)
  }
  clearInterval(killing)
  const messages = () => heard.filter(({ type }) => type === 'direct.message')
  await until(() => messages().length === 40)
  expect(heard.flatMap((event) => ('message' in event ? event.message.id : []))).toEqual(sent)

  const [thread] = (await asBob.chat.threads.query()).items
  expect(thread).toMatchObject({ unread: 40, lastMessage: '39', userOne: { username: 'alice' } })
  const read = await asBob.chat.markRead.mutate({ uid: `${alice.id}`, upTo: sent[9] })
  expect(read).toEqual({ readUpTo: sent[9], unread: 30 })
  await until(() => heard.some(({ type }) => type === 'direct.read'))
  watching.unsubscribe()

  const listed: number[] = []
  for await (const { id } of entriesOf(asBob.chat.messages, { uid: `${alice.id}`, perPage: 15 })) {
    listed.push(id)
  }
  expect(listed.sort((a, b) => a - b)).toEqual(sent)
  expect((await asBob.chat.threads.query()).items[0]?.unread).toBe(0)
})

test('typing is heard while it lasts', async () => {
  const typing: number[] = []
  const started = Promise.withResolvers<void>()
  const watching = asBob.chat.watchTyping.subscribe(undefined, {
    onStarted: () => started.resolve(),
    onData: ({ data }) => typing.push(data.userId),
  })
  await started.promise
  // It is told to who listens already, and that takes its time to begin.
  await vi.waitFor(
    async () => {
      await asAlice.chat.typing.mutate({ uid: `${bob.id}` })
      expect(typing).toContain(alice.id)
    },
    { timeout: 5000, interval: 20 },
  )
  watching.unsubscribe()
})

test('refusals have codes, in plain spelling', async () => {
  const refused = await asAlice.chat.send
    .mutate({ uid: 'nobody', message: 'hello?' })
    .catch((error: unknown) => error)
  if (!isSoukError(refused)) throw refused
  expect([refused.data?.soukCode, refused.message]).toEqual(['NOT_FOUND', 'Invalid recipient'])
})
