import type { OrderStatus } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Beside, beside, isKept, signUpPairs, strike } from '../../src/testing/crash.ts'
import type { Answer, HttpClient, TestUser } from '../../src/testing/http-client.ts'
import { makeDue } from '../../src/testing/jobs.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'
import { shopClient, type Who } from '../../src/testing/shop.ts'
import { RELEASE_CODE } from '../../src/testing/shop-deals.ts'

// The real process, killed under a load of orders. What was answered is there afterwards, what was asked
// for twice was done once, every piece and coin is where it belongs, and every deadline still strikes.

const within = { timeout: 20_000, interval: 50 }
const STOCK = 100_000

interface Pair {
  readonly buyer: TestUser
  readonly seller: TestUser
  readonly product: string
}

/** A request that is repeated under its key until it has an answer. */
interface Keyed {
  readonly by: Who
  readonly method: string
  readonly path: string
  readonly body: object
  readonly key: string
}

let db: Beside
let souk: LastingSouk
let pairs: Pair[]
beforeAll(async () => {
  souk = await startLastingSouk()
  db = beside(souk.data)
  const shop = shopClient(souk.http)
  const signedUp = await signUpPairs(souk.http, 4)
  pairs = await Promise.all(
    signedUp.map(async ([seller, buyer]) => {
      await shop.newSeller(seller)
      const product = await shop.newProduct(seller, { stockQuantity: STOCK, priceBtc: 0.0001 })
      return { seller, buyer, product }
    }),
  )
}, 60_000)
afterAll(() => souk?.remove())

/** Each order as the last answer about it had it, and who may read it. */
const promised = new Map<string, { status: OrderStatus; readonly reader: Who }>()
/** What each buyer has asked for last, with or without an answer, and how many orders in all. */
const last = new Map<TestUser, Keyed>()
const carts = new Map<TestUser, number>()

async function ask(http: HttpClient, { by, method, path, body, key }: Keyed): Promise<Answer> {
  const headers = { 'idempotency-key': key }
  const answer = await http.request(method, path, { token: by.token, body, headers })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body.error}`)
  return answer
}

/** Buys without a pause until the server goes away, remembering what it has promised. */
async function trade(http: HttpClient, pair: Pair, onAnswer: () => void): Promise<void> {
  const { buyer, seller, product } = pair
  async function tell(by: Who, method: string, path: string, body: object) {
    const keyed = { by, method, path, body, key: crypto.randomUUID() }
    last.set(buyer, keyed)
    const answer = await ask(http, keyed)
    onAnswer()
    return answer
  }
  async function step(by: Who, order: string, status: OrderStatus) {
    await tell(by, 'PUT', `/api/orders/${order}`, { status })
    promised.set(order, { status, reader: buyer })
  }
  for (let round = 0; ; round += 1) {
    carts.set(buyer, (carts.get(buyer) ?? 0) + 1)
    const items = [{ productId: product, quantity: 1 + (round % 3) }]
    const made = await tell(buyer, 'POST', '/api/orders', { items })
    const order: string = made.body.data.id
    promised.set(order, { status: 'PENDING', reader: buyer })
    if (round % 6 === 0) continue
    if (round % 6 === 1) {
      await step(buyer, order, 'CANCELLED')
      continue
    }
    await step(buyer, order, 'PAID')
    await step(seller, order, 'CONFIRMED')
    if (round % 6 === 2) await step(seller, order, 'REFUNDED')
    if (round % 6 === 3) await step(seller, order, 'SHIPPED')
    if (round % 6 < 4) continue
    const opening = { orderId: order, releaseCode: RELEASE_CODE }
    const escrow: string = (await tell(buyer, 'POST', '/api/escrow', opening)).body.data.id
    const release = { releaseCode: RELEASE_CODE }
    await tell(buyer, 'POST', `/api/escrow/${escrow}/release`, release)
    promised.set(order, { status: 'COMPLETED', reader: buyer })
  }
}

const STAGE: Record<OrderStatus, number> = {
  PENDING: 0,
  PAID: 1,
  CONFIRMED: 2,
  SHIPPED: 3,
  DELIVERED: 4,
  COMPLETED: 5,
  CANCELLED: 5,
  REFUNDED: 5,
}

test('killed at work, Souk has kept every answered order, payment and release', async () => {
  const trading = pairs.map((pair) => (onAnswer: () => void) => trade(souk.http, pair, onAnswer))
  await strike(trading, () => souk.end('SIGKILL'))
  await db.retryJobs()
  await souk.start()
  expect(promised.size).toBeGreaterThan(20)
  const broken = [...promised].map(async ([order, { status, reader }]) => {
    const { body } = await souk.http.get(`/api/orders/${order}`, reader.token)
    const now: OrderStatus = body.data.status
    const kept = isKept(STAGE, status, now)
    return kept ? [] : [{ order, status, now }]
  })
  expect((await Promise.all(broken)).flat()).toEqual([])
  expect(await db.findings()).toEqual([])
}, 60_000)

test('whoever got no answer asks again under the same key, and nothing is done twice', async () => {
  expect(last.size).toBe(pairs.length)
  for (const keyed of last.values()) {
    const first = await ask(souk.http, keyed)
    expect((await ask(souk.http, keyed)).body).toEqual(first.body)
  }
  for (const { buyer } of pairs) {
    const { body } = await souk.http.get('/api/orders?limit=1', buyer.token)
    expect(body.pagination.total).toBe(carts.get(buyer))
  }
  expect(await db.findings()).toEqual([])
})

test('every piece is in stock or in an order, and what was released is counted once', async () => {
  const gone = `select i.product_id, sum(i.quantity) filter (where status not in ('CANCELLED', 'REFUNDED')) as bought,
      sum(i.quantity) filter (where status = 'COMPLETED') as sold
    from orders o join order_items i on i.order_id = o.id group by 1`
  const ofProducts = `products p left join (${gone}) g on g.product_id = p.id`
  expect(
    await db.countOf(`${ofProducts} where stock_quantity + coalesce(bought, 0) <> ${STOCK}`),
  ).toBe(0)
  expect(await db.countOf(`orders where status = 'COMPLETED'`)).toBeGreaterThan(3)
  await expect
    .poll(() => db.countOf(`orders where status = 'COMPLETED' and not is_counted`), within)
    .toBe(0)
  expect(await db.countOf(`${ofProducts} where sales_count <> coalesce(sold, 0)`)).toBe(0)
}, 60_000)

test('no deadline was lost: unpaid orders expire after the crash, and give their pieces back', async () => {
  const waiting = `orders o where o.status = 'PENDING'`
  expect(await db.countOf(waiting)).toBeGreaterThan(3)
  const job = `exists (select from pgboss.job j where j.name = 'order.expire' and j.state < 'active'
    and (j.data ->> 'orderId')::bigint = o.id)`
  expect(await db.countOf(`${waiting} and not ${job}`)).toBe(0)
  await db.sql(
    `update orders set expires_at = now() - interval '1 second' where status = 'PENDING'`,
  )
  await makeDue(db, 'order.expire')
  await expect.poll(() => db.countOf(waiting), within).toBe(0)
  // Whatever has ended has given back or paid out what it held.
  expect(
    await db.countOf(`order_parts p join orders o on o.id = p.order_id
        join ledger.holds h on h.id = p.hold_id
      where (h.status = 'pending') <> (o.status in ('PAID', 'CONFIRMED', 'SHIPPED', 'DELIVERED'))`),
  ).toBe(0)
  expect(await db.findings()).toEqual([])
}, 60_000)
