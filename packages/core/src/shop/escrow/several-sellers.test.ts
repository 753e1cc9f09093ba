import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { readEvents } from '../../events/read-events.ts'
import { userStream } from '../../events/streams.ts'
import { told } from '../../testing/outcome.ts'
import {
  CODE,
  cart,
  escrowIdOf,
  mainPurse,
  newShop,
  type Sides,
  setCode,
} from '../../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { createOrder } from '../orders/create-order.ts'
import { getOrder } from '../orders/get-order.ts'
import { listOrders } from '../orders/list-orders.ts'
import { transitionOrder } from '../orders/transition-order.ts'
import { getEscrow } from './get-escrow.ts'
import { listEscrows } from './list-escrows.ts'
import { releaseEscrow } from './release-escrow.ts'
import { transitionEscrow } from './transition-escrow.ts'

// Orders of two sellers: each is paid for what is theirs, and sees no more.

let core: TestCore
let buyer: SignedIn
let staff: SignedIn
let first: Omit<Sides, 'buyer'>
let second: Omit<Sides, 'buyer'>
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1' })
  staff = await core.newUser('staff')
})
afterAll(() => core.close())
beforeEach(async () => {
  buyer = await core.newUser()
  first = await newShop(core, { name: 'Anchor' })
  second = await newShop(core, { name: 'Beacon', priceBtc: '0.03' })
})

/** An order of a piece of each, paid and confirmed, whose escrow has a code. */
async function confirmed() {
  const { id } = await createOrder(core.as(buyer), cart([first.product, 1], [second.product, 1]))
  await transitionOrder(core.as(buyer), 'pay', id)
  for (const { seller } of [first, second]) await transitionOrder(core.as(seller), 'confirm', id)
  await setCode(core, id)
  return { id, escrow: await escrowIdOf(core, id) }
}

const step = (by: SignedIn, action: 'release' | 'dispute', id: number) =>
  transitionEscrow(core.as(by), action, { id, note: 'so', code: CODE })
const ship = ({ seller }: { seller: SignedIn }, id: number) =>
  transitionOrder(core.as(seller), 'ship', id)
const earned = async ({ seller }: { seller: SignedIn }) =>
  (Number((await mainPurse(core, seller)).available) - 100).toFixed(4)
const NOT_NOW = 'Escrow funds cannot be released at this time'

test('a code that one seller presents pays that seller, once they have sent their part', async () => {
  const { id, escrow } = await confirmed()
  expect(await told(step(first.seller, 'release', escrow))).toBe(NOT_NOW)
  await ship(first, id)
  expect(await step(first.seller, 'release', escrow)).toMatchObject({
    status: 'CONFIRMED',
    releasedAt: null,
  })
  expect([await earned(first), await earned(second)]).toEqual(['0.0099', '0.0000'])
  expect((await mainPurse(core, buyer)).held).toBe('0.03')
  expect(await told(step(second.seller, 'release', escrow))).toBe(NOT_NOW)
  await ship(second, id)
  expect((await step(second.seller, 'release', escrow)).status).toBe('RELEASED')
  expect([await earned(first), await earned(second)]).toEqual(['0.0099', '0.0297'])
  expect((await getOrder(core.as(buyer), { id })).status).toBe('COMPLETED')
  expect(await core.verify()).toEqual([])
})

test('the buyer’s code pays whoever has sent their part, and the rest can still go back', async () => {
  const { id, escrow } = await confirmed()
  await ship(second, id)
  expect((await step(buyer, 'release', escrow)).status).toBe('CONFIRMED')
  expect([await earned(first), await earned(second)]).toEqual(['0.0000', '0.0297'])
  const refunded = await transitionOrder(core.as(first.seller), 'refund', id)
  expect(refunded).toMatchObject({
    status: 'COMPLETED',
    escrowTransaction: { status: 'RELEASED' },
    feeBtc: '0.00',
  })
  expect(await getOrder(core.as(buyer), { id })).toMatchObject({ feeBtc: '0.0003' })
  expect(await mainPurse(core, buyer)).toEqual({ available: '99.97', held: '0' })
  expect(await core.verify()).toEqual([])
})

test('where nothing has been sent, the buyer’s code pays all', async () => {
  const { escrow } = await confirmed()
  expect((await step(buyer, 'release', escrow)).status).toBe('RELEASED')
  expect([await earned(first), await earned(second)]).toEqual(['0.0099', '0.0297'])
})

test('what is disputed after one seller has been paid, staff decide for the other alone', async () => {
  const { id, escrow } = await confirmed()
  await ship(first, id)
  await step(first.seller, 'release', escrow)
  await step(buyer, 'dispute', escrow)
  const resolve = (sellerBtc: string, buyerBtc: string) =>
    transitionEscrow(core.as(staff), 'split', { id: escrow, sellerBtc, buyerBtc })
  expect(await told(resolve('0.02', '0.02'))).toContain('must add up to 0.03')
  expect((await resolve('0.01', '0.02')).status).toBe('RELEASED')
  expect([await earned(first), await earned(second)]).toEqual(['0.0099', '0.0099'])
  expect(await core.verify()).toEqual([])
})

test('a seller whose part has ended neither tries codes nor disputes', async () => {
  const { id, escrow } = await confirmed()
  await ship(first, id)
  await transitionOrder(core.as(second.seller), 'refund', id)
  const { seller } = second
  for (const doing of [
    () => releaseEscrow(core.as(seller), { id: escrow, releaseCode: 'GUESS1' }),
    () => step(seller, 'release', escrow),
  ]) {
    expect(await told(doing())).toBe(NOT_NOW)
  }
  expect(await told(step(seller, 'dispute', escrow))).toBe('Dispute cannot be raised at this time')
  const tried = await core.sql(
    'select sum(codes_tried)::int as n from escrow_participants where escrow_id = $1',
    [escrow],
  )
  expect(tried).toEqual([{ n: 0 }])
})

test('each seller sees their own items, part and amounts; buyer and staff see all', async () => {
  const { id, escrow } = await confirmed()
  const paging = { page: 1, perPage: 5 }
  const seen = async (by: SignedIn) => {
    const ctx = core.as(by)
    const [order, one] = [await getOrder(ctx, { id }), await getEscrow(ctx, { id: escrow })]
    const orders = await listOrders(ctx, paging)
    const escrows = await listEscrows(ctx, paging)
    return { order, one, listed: orders.items[0], held: escrows.items.find((e) => e.id === escrow) }
  }
  for (const [{ seller }, own, foreign, btc] of [
    [first, 'Anchor', 'Beacon', '0.01'],
    [second, 'Beacon', 'Anchor', '0.03'],
  ] as const) {
    const all = await seen(seller)
    expect(JSON.stringify(all)).not.toContain(foreign)
    expect(JSON.stringify(all)).toContain(own)
    for (const order of [all.order, all.listed]) {
      expect(order).toMatchObject({ totalBtc: btc, escrowTransaction: { amountBtc: btc } })
      expect(order?.parts.map(({ amountBtc }) => amountBtc)).toEqual([btc])
    }
    for (const one of [all.one, all.held]) {
      expect(one?.amountBtc).toBe(btc)
      const sides = one?.participants.map(({ userId }) => userId)
      expect(sides).toEqual([buyer.userId, seller.userId])
    }
  }
  for (const by of [buyer, staff]) {
    const { order, one } = await seen(by)
    expect([order.totalBtc, order.parts.length, one.amountBtc]).toEqual(['0.04', 2, '0.04'])
    expect(one.participants).toHaveLength(3)
  }
  const stepped = await ship(first, id)
  expect(JSON.stringify(stepped)).not.toContain('Beacon')
})

test('of what one seller does the other hears only what it makes of the order', async () => {
  const { id, escrow } = await confirmed()
  await ship(first, id)
  await step(first.seller, 'release', escrow)
  const heard = async ({ userId }: SignedIn) => {
    const events = await readEvents(core.as({ kind: 'system' }).db, userStream(userId), 0)
    return events.map(
      ({ data }) =>
        (data as { text?: string; message?: string }).text ??
        (data as { message?: string }).message,
    )
  }
  const ofOther = (await heard(second.seller)).join('\n')
  expect(ofOther).not.toContain('One of the sellers')
  expect(ofOther).not.toContain('released')
  expect(ofOther).toContain('The order has been confirmed')
  const ofBuyer = (await heard(buyer)).join('\n')
  expect(ofBuyer).toContain('One of the sellers has shipped their part of the order')
  expect(ofBuyer).toContain('Funds have been released to one of the sellers')
})
