import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../src/testing/webhook-receiver.ts'

// The real process, killed while it reads on, writes and sends: whatever was answered with success is
// told, under one id, to each endpoint. Each time, what was under way waits until its lease is over.

const within = { timeout: 60_000, interval: 50 }
/** Of each user, between two kills. */
const TRADES = 60
const ENDPOINTS = ['/one', '/two', '/three', '/four', '/five', '/six']

let souk: LastingSouk
let receiver: WebhookReceiver
let users: TestUser[]
beforeAll(async () => {
  receiver = await startWebhookReceiver()
  souk = await startLastingSouk({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' })
  users = await Promise.all(Array.from({ length: 4 }, (_, i) => souk.http.signUp(`owner${i}`)))
  for (const { token } of users) {
    for (const path of ENDPOINTS) {
      const webhook = { url: `${receiver.url}${path}`, events: ['trade.created'] }
      expect((await souk.http.post('/api/webhooks', webhook, token)).status).toBe(201)
    }
  }
})
afterAll(async () => {
  await souk?.remove()
  await receiver?.close()
})

/** Makes trades until the process is gone, or there are enough. Notes the ids that were promised. */
async function tradeUntilGone(user: TestUser, promised: Set<number>): Promise<void> {
  for (let n = 0; n < TRADES; n += 1) {
    const made = await souk.http
      .post('/trades', { asset: 'btc', amount: '0.0001' }, user.token)
      .catch(() => undefined)
    if (made?.status !== 201) return
    promised.add(made.body.id)
  }
}

test('two kills in the middle of fanning out and sending lose nothing', async () => {
  const promised = new Set<number>()
  receiver.answer = (response) => setTimeout(() => response.writeHead(204).end(), 30)
  for (let kill = 1; kill <= 2; kill += 1) {
    const trading = Promise.all(users.map((user) => tradeUntilGone(user, promised)))
    await expect.poll(() => receiver.received.length, within).toBeGreaterThan(kill * 100)
    await souk.end('SIGKILL')
    await trading
    await souk.start()
  }
  expect(promised.size).toBeGreaterThan(30)
  const missing = () =>
    ENDPOINTS.flatMap((path) => {
      const told = new Set(
        receiver.received.filter((one) => one.path === path).map(({ body }) => body.data.id),
      )
      return [...promised].filter((id) => !told.has(id))
    })
  await expect.poll(() => missing().length, within).toBe(0)
  // The same message has the same id and the same bytes, however often it came.
  const bytes = new Map<string, Set<string>>()
  for (const { id, raw } of receiver.received) {
    bytes.set(id, (bytes.get(id) ?? new Set()).add(raw))
  }
  expect(Math.max(...[...bytes.values()].map(({ size }) => size))).toBe(1)
  const perTrade = new Map<string, Set<string>>()
  for (const { id, path, body } of receiver.received) {
    const key = `${path} ${body.data.id}`
    perTrade.set(key, (perTrade.get(key) ?? new Set()).add(id))
  }
  expect(Math.max(...[...perTrade.values()].map(({ size }) => size))).toBe(1)
}, 300_000)
