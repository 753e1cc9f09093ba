import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { closeSocketIo, socketIoClient } from '../../src/testing/socket-io-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Document 3's "WebSockets", its third usage example and its handling of errors: what its pages do.

let souk: TestSouk
let shop: ShopClient
let seller: TestUser
let token: string

beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  seller = await souk.signUp('jude')
  await shop.newSeller(seller)
  token = (await souk.request('POST', '/api/auth/register')).body.data.accessToken
})
afterAll(() => souk.stop())
afterEach(closeSocketIo)

/** An order of a new buyer, with an escrow that is to hold its money. */
async function orderInEscrow() {
  const buyer = await souk.signUp(`buyer${crypto.randomUUID().slice(0, 8)}`)
  const order = await shop.newOrder(buyer, await shop.newProduct(seller))
  const escrow = await shop.newEscrow(buyer, order, 'release-code')
  return { buyer, order, escrow }
}

const until = (condition: () => void) => vi.waitFor(condition, 5000)

test('a page that shows its token when it connects is notified, and shows what happened', async () => {
  const { buyer, order, escrow } = await orderInEscrow()
  const shown: [string, string][] = []
  const showNotification = (message: string, type: string) => shown.push([message, type])
  const { socket } = socketIoClient(souk.url, { auth: { accessToken: buyer.token } })
  const connected = vi.fn()
  socket.on('connect', connected)
  socket.on('order:updated', (data) => {
    if (data.status === 'CONFIRMED') showNotification('Order confirmed!', 'success')
  })
  socket.on('escrow:updated', (data) => {
    if (data.status === 'RELEASED') showNotification('Funds released to seller', 'info')
  })
  await until(() => expect(connected).toHaveBeenCalledOnce())
  await shop.step(buyer, order, 'PAID')
  await shop.step(seller, order, 'CONFIRMED')
  await until(() => expect(shown).toEqual([['Order confirmed!', 'success']]))
  await souk.post(`/api/escrow/${escrow}/release`, { releaseCode: 'release-code' }, buyer.token)
  await until(() => expect(shown).toContainEqual(['Funds released to seller', 'info']))
})

test('events have the documented fields, and no others', async () => {
  const { buyer, order, escrow } = await orderInEscrow()
  const { socket } = socketIoClient(souk.url)
  const heard: Record<string, unknown[][]> = {}
  const events = ['order:updated', 'escrow:updated', 'support:new_message', 'notification']
  for (const event of events) {
    socket.on(event, (...args) => {
      heard[event] = [...(heard[event] ?? []), args]
    })
  }
  expect(await socket.emitWithAck('authenticate', { accessToken: buyer.token })).toEqual({
    success: true,
  })
  await shop.step(buyer, order, 'PAID')
  await shop.step(seller, order, 'CONFIRMED')
  await until(() => expect(heard.notification).toHaveLength(1))
  expect(heard['order:updated']?.at(-1)).toEqual([
    { orderId: order, status: 'CONFIRMED', message: expect.stringContaining('confirmed') },
  ])
  expect(heard['escrow:updated']?.at(-1)).toEqual([
    { escrowId: escrow, status: 'CONFIRMED', message: expect.any(String) },
  ])
  expect(heard.notification).toEqual([
    [
      {
        id: expect.stringMatching(/^notif_\d+$/),
        type: 'ORDER_CONFIRMED',
        title: 'Order Confirmed',
        message: expect.stringContaining('confirmed'),
        data: { orderId: order },
        createdAt: expect.stringMatching(/^[\d-]{10}T[\d:]{8}Z$/),
      },
    ],
  ])
})

test('somebody whose account is a token hears the answer to their ticket', async () => {
  const { socket } = socketIoClient(souk.url, { auth: { accessToken: token } })
  const heard = vi.fn()
  await new Promise<void>((resolve) => socket.on('connect', resolve))
  const question = { subject: 'Help', content: 'It is lost', category: 'Other' }
  const { body } = await souk.post('/api/support', question, token)
  socket.on('support:new_message', heard)
  const staff = await souk.logIn(ADMIN.username, ADMIN.password)
  const path = `/api/support/${body.data.id}/messages`
  const answer = await souk.post(path, { content: 'Where was it?' }, staff)
  await until(() =>
    expect(heard).toHaveBeenCalledWith({
      ticketId: body.data.id,
      message: {
        id: answer.body.data.id,
        content: 'Where was it?',
        isStaff: true,
        user: { username: ADMIN.username, avatar: null },
        createdAt: answer.body.data.createdAt,
      },
    }),
  )
})

test('a page whose token is bad learns that it must authenticate anew', async () => {
  const { socket } = socketIoClient(souk.url, { auth: { accessToken: 'your-access-token' } })
  const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve))
  expect(error.message.includes('Authentication failed')).toBe(true)
})
