import { createClient } from '@souk/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, isHere, type Program, startProgram } from '../../src/testing/program.ts'
import { inRoom, newNegotiation } from '../../src/testing/room-socket.ts'
import { closeSocketIo } from '../../src/testing/socket-io-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Redis is killed, and is back empty, while people chat through two processes.

const isThere = isHere('redis-server', '--version')

let port: number
let redis: Program
let a: TestSouk
let b: TestSouk
const startRedis = () =>
  startProgram('redis-server', ['--port', `${port}`, '--save', '', '--bind', '127.0.0.1'], {
    port,
    endWith: 'SIGKILL',
  })

beforeAll(async () => {
  if (!isThere) return
  port = await freePort()
  redis = await startRedis()
  const REDIS_URL = `redis://127.0.0.1:${port}`
  a = await startTestSouk({ REDIS_URL, LOG_LEVEL: 'silent' })
  b = await startTestSouk({ REDIS_URL, DATABASE_URL: a.databaseUrl })
})
afterAll(async () => {
  closeSocketIo()
  await b?.stop()
  await a?.stop()
  await redis?.end()
})

test('whoever listens at either misses nothing, hears nothing twice, and it is in order', async (context) => {
  if (!isThere) return context.skip('no Redis here')
  const [alice, bob] = [await a.signUp('alice'), await b.signUp('bob')]
  const tradeId: number = (await a.post('/trades', { asset: 'usdt', amount: '1' }, alice.token))
    .body.id
  const heard = await Promise.all(
    [a, b].map(async (souk) => {
      const client = createClient({ url: souk.url, token: alice.token })
      const ids: number[] = []
      await new Promise<void>((resolve) => {
        client.trades.chat.watch.subscribe(
          { tradeId },
          { onStarted: () => resolve(), onData: ({ data }) => ids.push(data.message.id) },
        )
      })
      return { client, ids }
    }),
  )
  const { buyer, seller, room } = await newNegotiation(a)
  const phone = await inRoom(b, buyer, room, { transports: ['websocket'] })
  const said: number[] = []
  const written: number[] = []
  const over = new AbortController()
  const writing = [a, b].map(async (souk, n) => {
    const client = createClient({ url: souk.url, token: [alice, bob][n]?.token })
    while (!over.signal.aborted) {
      written.push((await client.trades.chat.send.mutate({ tradeId, message: 'on' })).id)
      if (said.length >= 25 || n > 0) continue // thirty a minute are let through
      const path = `/api/v1/chats/rooms/${room}/messages`
      said.push((await a.post(path, { content: 'on' }, seller.token)).body.id)
    }
  })
  const more = (many: number) => {
    const enough = written.length + many
    return expect.poll(() => written.length, { timeout: 60_000 }).toBeGreaterThan(enough)
  }
  await more(20)
  await redis.end()
  await more(100)
  redis = await startRedis()
  await more(100)
  over.abort()
  await Promise.all(writing)
  written.sort((one, other) => one - other)
  for (const { client, ids } of heard) {
    await expect.poll(() => ids.length, { timeout: 20_000 }).toBe(written.length)
    expect(ids).toEqual(written)
    await client.close()
  }
  const onPhone: number[] = []
  while (onPhone.length < said.length) onPhone.push((await phone.next())[1].id)
  expect(onPhone).toEqual(said)
  const isReady = async () => (await b.get('/health/ready')).body.redis
  await expect.poll(isReady, { timeout: 30_000 }).toBe('ok')
}, 180_000)
