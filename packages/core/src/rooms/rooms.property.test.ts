import type { RoomOfferResponse, RoomOfferStatus } from '@souk/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { createOrder } from '../shop/orders/create-order.ts'
import { expireOrder } from '../shop/orders/expire-order.ts'
import { getOrder } from '../shop/orders/get-order.ts'
import { transitionOrder } from '../shop/orders/transition-order.ts'
import { getProduct } from '../shop/products/get-product.ts'
import { updateProduct } from '../shop/products/update-product.ts'
import { playAlong, playLives, playThenRace } from '../testing/lives.ts'
import { newRoom, offer, respond } from '../testing/rooms.ts'
import { newProduct, newSeller } from '../testing/shop.ts'
import { cart, mainPurse } from '../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { listRoomMessages } from './list-room-messages.ts'

// Random lives of offers in two rooms that want the same pieces, and of their orders in the shop, compared
// with a model of a few lines.

let core: TestCore
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())

const STOCK = 3
const MINUTES_TO_PAY = 30
/** 0.01 BTC is 50 EUR: so many satoshi for a cent. */
const SATOSHI_PER_CENT = 200

type Attempt =
  | { kind: 'offer'; room: number; bySeller: boolean; cents: number }
  | { kind: RoomOfferResponse; which: number; byMaker: boolean; cents: number }
  | { kind: 'buy'; room: number; cents: number }
  | { kind: 'pay' | 'cancel' | 'expire'; which: number; cents: number }
  | { kind: 'stock'; pieces: number; cents: number }
  | { kind: 'wait'; minutes: number; cents: number }

const cents = fc.integer({ min: 1, max: 9_999 })
const which = fc.nat(3)
const room = fc.nat(1)
const answer = (kind: RoomOfferResponse, weight: number) => ({
  weight,
  arbitrary: fc.record({
    kind: fc.constant(kind),
    which,
    byMaker: fc.constantFrom(false, false, false, true),
    cents,
  }),
})
const step = (kind: 'pay' | 'cancel' | 'expire', weight: number) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), which, cents }),
})
const attempt = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('offer' as const),
      room,
      bySeller: fc.boolean(),
      cents,
    }),
  },
  answer('accept', 8),
  answer('reject', 2),
  answer('counter', 4),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('buy' as const), room, cents }) },
  step('pay', 3),
  step('cancel', 3),
  step('expire', 3),
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('stock' as const), pieces: fc.nat(2), cents }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.constantFrom(5, 31),
      cents,
    }),
  },
) as fc.Arbitrary<Attempt>

interface ModelOffer {
  readonly room: number
  readonly bySeller: boolean
  readonly cents: number
  status: RoomOfferStatus
  /** What it was answered with, to be the same again. */
  counter?: number
}

interface ModelOrder {
  readonly room: number
  /** Null for one of the shop, at its price. */
  readonly cents: number | null
  readonly expiresAt: number
  status: 'PENDING' | 'PAID' | 'CANCELLED'
}

const ANSWERED = { accept: 'accepted', reject: 'rejected', counter: 'countered' } as const

class Model {
  readonly offers: ModelOffer[] = []
  readonly orders: ModelOrder[] = []
  stock = STOCK
  now = 0

  offerAt = (which: number) => this.offers.at(-1 - (which % Math.max(this.offers.length, 1)))
  orderAt = (which: number) => this.orders.at(-1 - (which % Math.max(this.orders.length, 1)))

  attempt(tried: Attempt): string {
    switch (tried.kind) {
      case 'offer':
        if (this.stock === 0) return 'CONFLICT'
        this.offers.push({ ...tried, status: 'pending' })
        return 'done'
      case 'accept':
      case 'reject':
      case 'counter':
        return this.#answer(tried)
      case 'buy':
        if (this.stock === 0) return 'CONFLICT'
        this.#order(tried.room, null)
        return 'done'
      case 'stock':
        this.stock = tried.pieces
        return 'done'
      case 'wait':
        this.now += tried.minutes
        return 'done'
      default:
        return this.#step(tried)
    }
  }

  #answer({ kind, which, byMaker, cents }: Extract<Attempt, { byMaker: boolean }>): string {
    const made = this.offerAt(which)
    if (!made) return 'NOT_A_PARTY'
    if (byMaker) return 'NOT_A_PARTY'
    const isAgain = made.status === ANSWERED[kind] && (kind !== 'counter' || made.counter === cents)
    if (isAgain) return 'done'
    if (made.status !== 'pending' || this.stock === 0) return 'CONFLICT'
    made.status = ANSWERED[kind]
    if (kind === 'accept') this.#order(made.room, made.cents)
    if (kind === 'counter') {
      made.counter = cents
      this.offers.push({ room: made.room, bySeller: !made.bySeller, cents, status: 'pending' })
    }
    return 'done'
  }

  #order(room: number, cents: number | null) {
    this.stock -= 1
    this.orders.push({ room, cents, expiresAt: this.now + MINUTES_TO_PAY, status: 'PENDING' })
  }

  #step({ kind, which }: Extract<Attempt, { kind: 'pay' | 'cancel' | 'expire' }>): string {
    const order = this.orderAt(which)
    if (!order) return 'NOT_FOUND'
    if (kind === 'expire') {
      if (order.status === 'PENDING' && this.now >= order.expiresAt) this.#cancel(order)
      return 'done'
    }
    if (order.status !== 'PENDING') return 'CONFLICT'
    if (kind === 'pay') order.status = 'PAID'
    else this.#cancel(order)
    return 'done'
  }

  #cancel(order: ModelOrder) {
    order.status = 'CANCELLED'
    this.stock += 1
  }
}

/** The same people, rooms, offers and orders in the real Souk. */
interface Run {
  readonly seller: SignedIn
  readonly buyers: readonly SignedIn[]
  readonly product: number
  readonly rooms: readonly number[]
  readonly offers: number[]
  readonly orders: number[]
}

async function newRun(): Promise<Run> {
  core.time.now = new Date('2026-01-02T00:00:00.000Z')
  const { user: seller } = await newSeller(core)
  const buyers = [await core.newUser(), await core.newUser()]
  const offered = { priceBtc: '0.01', priceEur: 50, stockQuantity: STOCK }
  const { id: product } = await newProduct(core, seller, offered)
  const rooms = await Promise.all(buyers.map((buyer) => newRoom(core, { buyer, seller, product })))
  return { seller, buyers, product, rooms, offers: [], orders: [] }
}

const euros = (cents: number) => (cents / 100).toFixed(2)
const NONE = 999_999_999
const buyerOf = ({ buyers, seller }: Run, room: number) => buyers[room] ?? seller

/** Tries it. The model, as it stands before, says who and what is meant. */
async function doing(run: Run, model: Model, tried: Attempt): Promise<void> {
  const { seller, product, rooms, offers, orders } = run
  switch (tried.kind) {
    case 'offer': {
      const maker = tried.bySeller ? seller : buyerOf(run, tried.room)
      const given = { productId: product, price: euros(tried.cents) }
      offers.push((await offer(core, maker, rooms[tried.room] ?? NONE, given)).id)
      return
    }
    case 'accept':
    case 'reject':
    case 'counter': {
      const made = model.offerAt(tried.which)
      const id = (made && offers[model.offers.indexOf(made)]) ?? NONE
      const bySeller = made ? made.bySeller === tried.byMaker : true
      const who = bySeller ? seller : buyerOf(run, made?.room ?? 0)
      const given = { response: tried.kind, counterPrice: euros(tried.cents) }
      const { orderId, counterOfferId, isRepeated } = await respond(core, who, id, given)
      if (isRepeated) return
      if (orderId !== null) orders.push(orderId)
      if (counterOfferId !== null) offers.push(counterOfferId)
      return
    }
    case 'buy': {
      const made = await createOrder(core.as(buyerOf(run, tried.room)), cart([product, 1]))
      orders.push(made.id)
      return
    }
    case 'stock':
      await updateProduct(core.as(seller), { id: product, stockQuantity: tried.pieces })
      return
    case 'wait':
      core.time.now = new Date(core.time.now.getTime() + tried.minutes * 60_000)
      return
    default: {
      const order = model.orderAt(tried.which)
      const id = (order && orders[model.orders.indexOf(order)]) ?? NONE
      if (tried.kind === 'expire') return expireOrder(core.as({ kind: 'system' }), { orderId: id })
      await transitionOrder(core.as(buyerOf(run, order?.room ?? 0)), tried.kind, id)
    }
  }
}

async function offersOf({ seller, rooms }: Run) {
  const page = { page: 1, perPage: 100 }
  const lists = await Promise.all(
    rooms.map((roomId) => listRoomMessages(core.as(seller), { roomId, ...page })),
  )
  return new Map(lists.flatMap(({ items }) => items.map(({ id, offer }) => [id, offer] as const)))
}

const stockOf = async ({ product, seller }: Run) =>
  (await getProduct(core.as(seller), { id: product })).stockQuantity

const STAGE = { newRun, newModel: () => new Model(), doing }

test('any sequence of attempts goes as the model says', () =>
  playLives(attempt, { from: 30, to: 60, runs: 6, patience: 6_000 }, async (attempts) => {
    const { run, model } = await playAlong(STAGE, attempts)
    expect(await stockOf(run)).toBe(model.stock)
    const offers = await offersOf(run)
    const isGone = model.stock === 0
    expect(run.offers.map((id) => [offers.get(id)?.status, offers.get(id)?.price])).toEqual(
      model.offers.map(({ status, cents }) => [
        status === 'pending' && isGone ? 'expired' : status,
        euros(cents),
      ]),
    )
    for (const [i, { room, cents, status }] of model.orders.entries()) {
      const order = await getOrder(core.as(buyerOf(run, room)), { id: run.orders[i] ?? NONE })
      const price = cents === null ? 5_000 : cents
      expect([order.status, order.totalEur, Number(order.totalBtc)]).toEqual([
        status,
        status === 'CANCELLED' ? order.totalEur : euros(price),
        status === 'CANCELLED' ? Number(order.totalBtc) : (price * SATOSHI_PER_CENT) / 1e8,
      ])
    }
    const paid = model.orders.filter(({ status }) => status === 'PAID')
    const held = await Promise.all(run.buyers.map((buyer) => mainPurse(core, buyer)))
    expect(held.reduce((sum, purse) => sum + Math.round(Number(purse.held) * 1e8), 0)).toBe(
      paid.reduce((sum, { cents }) => sum + (cents ?? 5_000) * SATOSHI_PER_CENT, 0),
    )
    expect(await core.verify()).toEqual([])
  }))

test('attempts that race accept nothing twice and sell nothing that is not there', () =>
  playLives(attempt, { from: 50, to: 80, runs: 4, patience: 6_000 }, async (attempts) => {
    const { run } = await playThenRace(STAGE, attempts, { apart: ['wait', 'stock'] })
    const [counts] = await core.sql(
      `select (select count(*) from room_offers o where room_id = any ($1)
                  and (status = 'accepted') <> exists (select from orders where id = o.order_id)) as wrong,
              (select count(*) - count(distinct order_id) from room_offers
                where room_id = any ($1) and order_id is not null) as double,
              (select count(*) from messages m where type = 'offer'
                  and conversation = any (select 'room:' || unnest($1::bigint[]))
                  and not exists (select from room_offers where id = m.id)) as lost`,
      [run.rooms],
    )
    expect(counts).toEqual({ wrong: 0, double: 0, lost: 0 })
    expect(await stockOf(run)).toBeGreaterThanOrEqual(0)
    expect(await core.verify()).toEqual([])
  }))
