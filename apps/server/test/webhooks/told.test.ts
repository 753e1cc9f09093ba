import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { marketClient } from '../../src/testing/market.ts'
import { shopClient } from '../../src/testing/shop.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'
import {
  type Received,
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../src/testing/webhook-receiver.ts'

// What endpoints are told, over the wire, against what REST shows the same user.

const within = { timeout: 15_000, interval: 20 }

let souk: TestSouk
let receiver: WebhookReceiver
let users = 0
let seller: TestUser
let buyer: TestUser
beforeAll(async () => {
  receiver = await startWebhookReceiver()
  souk = await startTestSouk({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' })
})
afterAll(async () => {
  await souk.stop()
  await receiver.close()
})
beforeEach(async () => {
  users += 1
  seller = await souk.signUp(`seller${users}`)
  buyer = await souk.signUp(`buyer${users}`)
})

const SECRET = 'your-webhook-secret'

/** Has a user told of something at a path of its own. @returns the webhook's id */
async function tell(user: TestUser, path: string, events: string[], more = {}): Promise<string> {
  const url = `${receiver.url}${path}`
  const webhook = { url, events, secret: SECRET, ...more }
  const { status, body } = await souk.post('/api/webhooks', webhook, user.token)
  expect([status, body.data.url]).toEqual([201, url])
  return body.data.id
}

const at = (path: string) => receiver.received.filter((one) => one.path === path)
const eventsAt = (path: string) => at(path).map(({ body }) => body.event)
const firstOf = (path: string, event: string) =>
  at(path).find(({ body }) => body.event === event) as Received

async function heard(path: string, events: string[]): Promise<void> {
  await expect.poll(() => eventsAt(path).sort(), within).toEqual([...events].sort())
}

test('the documented request is taken as it is written, and shows its secret once', async () => {
  const documented = {
    url: 'https://your-webhook-url.com/endpoint',
    events: ['order.created', 'escrow.released', 'support.message'],
    secret: SECRET,
  }
  const made = await souk.post('/api/webhooks', documented, seller.token)
  expect(made.status).toBe(201)
  expect(made.body.data).toMatchObject({
    url: documented.url,
    events: ['order.created', 'escrow.released', 'support.message_created'],
    secret: SECRET,
    isActive: true,
  })
  const shown = await souk.get(`/api/webhooks/${made.body.data.id}`, seller.token)
  expect(shown.body.data).not.toHaveProperty('secret')
  const listed = await souk.get('/api/webhooks', seller.token)
  expect(listed.body.data).toEqual([shown.body.data])
})

test('an order is told to both sides as REST shows it to them, step by step', async () => {
  const shop = shopClient(souk)
  await shop.newSeller(seller)
  const product = await shop.newProduct(seller)
  const all = ['order.created', 'order.updated', 'escrow.created', 'escrow.updated']
  const [mine, theirs] = [`/buyer${users}`, `/seller${users}`]
  await tell(buyer, mine, all)
  await tell(seller, theirs, all)
  const order = await shop.newOrder(buyer, product)
  await heard(mine, ['order.created'])
  await heard(theirs, ['order.created'])
  const shown = await souk.get(`/api/orders/${order}`, buyer.token)
  for (const path of [mine, theirs]) {
    const { body } = firstOf(path, 'order.created')
    expect(body).toEqual({
      event: 'order.created',
      timestamp: shown.body.data.createdAt,
      data: shown.body.data,
    })
  }
  const escrow = await shop.newEscrow(buyer, order, 'open sesame')
  await heard(mine, ['order.created', 'escrow.created'])
  const opened = await souk.get(`/api/escrow/${escrow}`, buyer.token)
  expect(firstOf(mine, 'escrow.created').body.data).toEqual(opened.body.data)
  await shop.step(buyer, order, 'PAID')
  await heard(mine, ['order.created', 'escrow.created', 'order.updated', 'escrow.updated'])
  expect(firstOf(mine, 'order.updated').body.data.status).toBe('PAID')
  expect(firstOf(mine, 'escrow.updated').body.data.status).toBe('FUNDED')
})

test('a step that is over when it is told is told as what it was', async () => {
  const shop = shopClient(souk)
  await shop.newSeller(seller)
  const product = await shop.newProduct(seller)
  const path = `/over${users}`
  await tell(buyer, path, ['order.created', 'order.updated'])
  const order = await shop.newOrder(buyer, product)
  await shop.step(buyer, order, 'PAID')
  await heard(path, ['order.created', 'order.updated'])
  expect(firstOf(path, 'order.created').body.data.status).toBe('PENDING')
  expect(firstOf(path, 'order.updated').body.data.status).toBe('PAID')
})

test('trades, offers, money and tickets are told in the words of their documents', async () => {
  const path = `/all${users}`
  await tell(seller, path, [
    'trade.created',
    'trade.taken',
    'message.sent',
    'ad.created',
    'offer.created',
    'offer.disputed',
    'offer.message',
    'wallet.transferred',
    'deposit.announced',
    'withdrawal.requested',
    'support.ticket_created',
    'support.message_created',
    'support.ticket_updated',
    'notification.created',
  ])
  const { body: made } = await souk.post('/trades', { asset: 'BTC', amount: '1' }, seller.token)
  await heard(path, ['trade.created'])
  const trade = await souk.get(`/trades/${made.id}`, seller.token)
  expect(firstOf(path, 'trade.created').body.data).toEqual(trade.body)
  await souk.post(`/trades/${made.id}/buy`, {}, buyer.token)
  await souk.post(`/trades/${made.id}/messages`, { message: 'hello' }, buyer.token)
  const ad = await marketClient(souk).newAd(seller, {})
  const offered = { ad, currency_amount: '0.1', fiat_amount: '20' }
  const offer = await souk.post('/p2p/offer/create/', offered, buyer.token)
  expect(offer.body.success, JSON.stringify(offer.body)).toBe(true)
  const { id } = offer.body.entity
  const shownOffer = (await souk.get(`/p2p/offer/detail/${id}/`, seller.token)).body.entity
  const money = { currency: 'btc', amount: '0.5' }
  await souk.post('/p2p/wallet/transfer/', { ...money, from: 'main', to: 'p2p' }, seller.token)
  await souk.post('/wallet/deposits/', money, seller.token)
  const address = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'
  await souk.post('/wallet/withdrawals/', { ...money, address }, seller.token)
  const question = { subject: 'Help', content: 'How?', category: 'Other' }
  const ticket = await souk.post('/api/support', question, seller.token)
  await souk.request('PUT', `/api/support/${ticket.body.data.id}`, {
    body: { status: 'CLOSED' },
    token: seller.token,
  })
  const expected = [
    'trade.created',
    'trade.taken',
    'message.sent',
    'ad.created',
    'offer.created',
    'offer.message',
    'wallet.transferred',
    'deposit.announced',
    'withdrawal.requested',
    'support.ticket_created',
    'support.message_created',
    'support.ticket_updated',
    'notification.created',
    'notification.created',
  ]
  await heard(path, expected)
  const dataOf = (event: string) => firstOf(path, event).body.data
  expect(dataOf('offer.created')).toEqual(shownOffer)
  expect(dataOf('ad.created')).toMatchObject({ id: ad, status: 'active' })
  const one = async (list: string) => (await souk.get(list, seller.token)).body.entity[0]
  expect(dataOf('deposit.announced')).toEqual(await one('/wallet/deposits/'))
  expect(dataOf('withdrawal.requested')).toEqual(await one('/wallet/withdrawals/'))
  expect(dataOf('message.sent')).toMatchObject({ message: 'hello', sender_id: buyer.id })
  expect(dataOf('support.ticket_created')).toMatchObject({ status: 'OPEN', ...question })
  expect(dataOf('support.ticket_updated').status).toBe('CLOSED')
  const messages = await souk.get(`/api/support/${ticket.body.data.id}/messages`, seller.token)
  expect(dataOf('support.message_created')).toEqual(messages.body.data[0])
})

test('what was before, what is not asked for and what concerns others is not told', async () => {
  const path = `/later${users}`
  await souk.post('/trades', { asset: 'BTC', amount: '1' }, seller.token)
  await tell(seller, path, ['trade.created'])
  await souk.post('/trades', { asset: 'BTC', amount: '2' }, buyer.token)
  const { body } = await souk.post('/trades', { asset: 'BTC', amount: '3' }, seller.token)
  await souk.post(`/trades/${body.id}/cancel`, {}, seller.token)
  await souk.post('/trades', { asset: 'BTC', amount: '4' }, seller.token)
  await heard(path, ['trade.created', 'trade.created'])
  expect(
    at(path)
      .map(({ body }) => body.data.amount)
      .sort(),
  ).toEqual(['3.00', '4.00'])
})

test('each is signed as the document has it and by Standard Webhooks, over the bytes that came', async () => {
  const path = `/signed${users}`
  const id = await tell(seller, path, ['trade.created'])
  await souk.post('/trades', { asset: 'BTC', amount: '1' }, seller.token)
  await heard(path, ['trade.created'])
  const [first] = at(path) as [Received]
  expect(verify(first.raw, first.headers['x-webhook-signature'], SECRET)).toBe(true)
  const standard = new Webhook(SECRET, { format: 'raw' })
  expect(standard.verify(first.raw, headersOf(first))).toEqual(first.body)
  expect(() => standard.verify(`${first.raw} `, headersOf(first))).toThrow()

  const rotated = await souk.post(`/api/webhooks/${id}/secret`, {}, seller.token)
  const { secret } = rotated.body.data
  expect(secret).toMatch(/^whsec_/)
  await souk.post('/trades', { asset: 'BTC', amount: '2' }, seller.token)
  await heard(path, ['trade.created', 'trade.created'])
  const [, second] = at(path) as [Received, Received]
  // Both the new secret and the one before it are good, for a day.
  new Webhook(secret).verify(second.raw, headersOf(second))
  standard.verify(second.raw, headersOf(second))
  expect(verify(second.raw, second.headers['x-webhook-signature'], secret)).toBe(true)
  expect(verify(second.raw, second.headers['x-webhook-signature-previous'], SECRET)).toBe(true)
})

const headersOf = ({ headers }: Received) => headers as Record<string, string>

/** As document 3 has its readers do it. */
function verify(payload: string, signature: unknown, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(payload).digest('hex')
  return signature === `sha256=${expected}`
}

test('staff’s doings reach the owner of a deposit', async () => {
  const path = `/credited${users}`
  await tell(seller, path, ['deposit.credited'])
  const token = await souk.logIn(ADMIN.username, ADMIN.password)
  const { body } = await souk.post(
    '/wallet/deposits/',
    { currency: 'btc', amount: '0.5', transaction_id: 'ab'.repeat(32) },
    seller.token,
  )
  const credited = await souk.post(`/exec/deposits/${body.entity.id}/credit/`, {}, token)
  expect(credited.status, JSON.stringify(credited.body)).toBe(200)
  await heard(path, ['deposit.credited'])
})
