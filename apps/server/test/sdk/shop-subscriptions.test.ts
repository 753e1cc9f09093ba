import { createClient, type SoukClient } from '@souk/client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { killable } from '../../src/testing/killable.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What document 3's sockets tell, typed and resumable.

const QUICK = { minDelayMs: 5, maxDelayMs: 50 }

let souk: TestSouk
let shop: ShopClient
let seller: TestUser
let buyer: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  seller = await souk.signUp('jude')
  buyer = await souk.signUp('amara')
  await shop.newSeller(seller)
})
afterAll(() => souk.stop())

/** All events of a stream from the beginning. */
function watch<Event>(
  subscribe: (
    input: { lastEventId: string },
    handlers: { onData: (event: { data: Event }) => void },
  ) => unknown,
): Event[] {
  const events: Event[] = []
  subscribe({ lastEventId: '0' }, { onData: ({ data }) => events.push(data) })
  return events
}

const clientOf = (token: string, more = {}): SoukClient =>
  createClient({ url: souk.url, token, retry: QUICK, ...more })

const until = (condition: () => void) => vi.waitFor(condition, { timeout: 10_000, interval: 5 })

test('orders, escrows and notifications are watched on both sides, each alone, across broken lines', async () => {
  const { WebSocket, kill } = killable()
  const [sells, buys] = [clientOf(seller.token, { WebSocket }), clientOf(buyer.token)]
  const orders = watch(sells.shop.orders.watch.subscribe)
  const escrows = watch(buys.shop.escrow.watch.subscribe)
  const notifications = watch(sells.notifications.watch.subscribe)
  const order = await shop.newOrder(buyer, await shop.newProduct(seller))
  await shop.newEscrow(buyer, order, 'code-1')
  await until(() => expect(orders.length).toBe(1))
  kill()
  await shop.step(buyer, order, 'PAID')
  await until(() => expect(orders.map((event) => event.order.status)).toEqual(['PENDING', 'PAID']))
  await until(() =>
    expect(escrows.map(({ type }) => type)).toEqual(['escrow.created', 'escrow.updated']),
  )
  await until(() =>
    expect(notifications.map(({ notification }) => notification.type)).toEqual([
      'ORDER_CREATED',
      'ESCROW_CREATED',
      'ORDER_PAID',
    ]),
  )
  await Promise.all([sells.close(), buys.close()])
})

test('tickets are watched by whoever asked, and everybody’s by staff', async () => {
  const staff = await souk.logIn(ADMIN.username, ADMIN.password)
  const clients = [clientOf(buyer.token), clientOf(seller.token), clientOf(staff)]
  const [own = [], others = [], all = []] = clients.map((client) =>
    watch(client.support.watch.subscribe),
  )
  const question = { subject: 'Help', content: 'It is lost', category: 'Other' }
  const { body } = await souk.post('/api/support', question, buyer.token)
  const path = `/api/support/${body.data.id}/messages`
  await souk.post(path, { content: 'Where was it?' }, staff)
  const said = ['ticket.opened', 'ticket.message', 'ticket.message', 'ticket.changed']
  for (const events of [own, all]) {
    await until(() => expect(events.map(({ type }) => type)).toEqual(said))
  }
  await souk.post('/api/support', question, seller.token)
  await until(() => expect(others.map(({ type }) => type)).toEqual(said.slice(0, 2)))
  await until(() => expect(all).toHaveLength(6))
  expect(own).toHaveLength(4)
  await Promise.all(clients.map((client) => client.close()))
})
