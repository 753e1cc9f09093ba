import {
  ESCROW_STATUSES,
  type EscrowStatus,
  ORDER_STATUSES,
  type OrderStatus,
} from '@souk/contract'
import { type Cell, cellsOf } from '@souk/core/testing/market-matrix.ts'
import { ESCROW_MATRIX, isObstructed, ORDER_MATRIX } from '@souk/core/testing/shop-matrix.ts'
import type { Payment } from '@souk/core/testing/shop-orders.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { type EscrowVerb, type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { RELEASE_CODE, type ShopDeals, shopDeals } from '../../src/testing/shop-deals.ts'
import { shopState } from '../../src/testing/shop-state.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The matrices of orders and escrows over HTTP. The buyer is a member of staff, and only a buyer here.

let souk: TestSouk
let shop: ShopClient
let deals: ShopDeals
let books: Books
let people: Record<string, TestUser>
beforeAll(async () => {
  souk = await startTestSouk()
  shop = shopClient(souk)
  books = await openBooks(souk.databaseUrl)
  const names = ['buyer', 'seller', 'umpire', 'other'] as const
  const [buyer, seller, staff, other] = await Promise.all(names.map((name) => souk.signUp(name)))
  if (!buyer || !seller || !staff || !other) throw new Error('nobody signed up')
  await souk.sql(`update users set is_staff = true where username in ('buyer', 'umpire')`)
  people = { buyer, seller, staff, other }
  await shop.newSeller(seller)
  const product = await shop.newProduct(seller, { stockQuantity: 1000 })
  deals = shopDeals(souk, { buyer, seller, product })
})
afterAll(async () => {
  await books.close()
  await souk.stop()
})
afterEach(async () => {
  expect(await books.verify()).toEqual([])
})

const NOBODY = { token: 'of nobody' }
const who = (role: string) => people[role] ?? NOBODY

/** The cells that come by HTTP: instead of time itself, whoever has no account. */
function cellsFrom(matrix: string, from: string): Cell[] {
  const cells = cellsOf(matrix).filter((cell) => cell.from === from && cell.action !== 'expire')
  return cells.map((cell) => (cell.role === 'system' ? { ...cell, role: 'nobody' } : cell))
}

const isLegal = ({ expected }: Cell) => expected.startsWith('→')

type Refusal = readonly [status: number, code: string]
const UNAUTHORIZED: Refusal = [401, 'INVALID_TOKEN']
const FORBIDDEN: Refusal = [403, 'INSUFFICIENT_PERMISSIONS']
const UNKNOWN: Refusal = [404, 'RESOURCE_NOT_FOUND']
const CONFLICT: Refusal = [409, 'CONFLICT']

/** What whoever is refused is told: an outsider not even that it is there, where outsiders may ask. */
function refusalOf({ role, action, expected }: Cell): Refusal {
  if (role === 'nobody') return UNAUTHORIZED
  if (role === 'other') return STAFF_ONLY.includes(action) ? FORBIDDEN : UNKNOWN
  return expected === 'not_yours' ? FORBIDDEN : CONFLICT
}

const STAFF_ONLY: readonly string[] = ['resolve_release', 'resolve_refund', 'split']

/** Tries each cell, all at once. @returns what was not answered as it should be, nothing having changed */
async function refuses(
  cells: readonly Cell[],
  attempt: (cell: Cell) => Promise<Answer>,
  expected: (cell: Cell) => Refusal = refusalOf,
): Promise<void> {
  const before = await shopState(souk)
  const answers = await Promise.all(
    cells.map(async (cell) => {
      const { status, body } = await attempt(cell)
      return [cell.action, cell.role, status, body.code, body.success]
    }),
  )
  expect(answers).toEqual(cells.map((cell) => [cell.action, cell.role, ...expected(cell), false]))
  expect(await shopState(souk)).toEqual(before)
}

const STATUS_FOR: Readonly<Record<string, OrderStatus>> = {
  pay: 'PAID',
  claim: 'PAID',
  cancel: 'CANCELLED',
  confirm: 'CONFIRMED',
  ship: 'SHIPPED',
  deliver: 'DELIVERED',
  complete: 'COMPLETED',
  refund: 'REFUNDED',
}

const tryOnOrder = ({ role, action }: Cell, order: string) =>
  shop.step(who(role), order, STATUS_FOR[action] ?? '', action === 'claim' ? 'tx1' : undefined)

const kinds = (['escrow', 'outside'] as const).flatMap((payment) =>
  ORDER_STATUSES.filter((from) => payment === 'escrow' || from !== 'PAID').map((from) => ({
    payment,
    from,
  })),
)

test.each(kinds)(
  'whatever anybody tries with an order that is $from, paid by $payment',
  async ({ from, payment }) => {
    const isRefused = (cell: Cell) => !isLegal(cell) || isObstructed(cell, payment)
    const cells = cellsFrom(ORDER_MATRIX, from)
    const order = await deals.orderIn(from, payment)
    await refuses(
      cells.filter(isRefused),
      (cell) => tryOnOrder(cell, order),
      (cell) => (isLegal(cell) ? CONFLICT : refusalOf(cell)),
    )
    for (const cell of cells.filter((cell) => !isRefused(cell))) await doOnOrder(cell, payment)
  },
)

async function doOnOrder(cell: Cell, payment: Payment): Promise<void> {
  const order = await deals.orderIn(cell.from as OrderStatus, payment)
  const { status, body } = await tryOnOrder(cell, order)
  expect([cell, status, `→${body.data.status}`]).toEqual([cell, 200, cell.expected])
  const shown = await souk.get(`/api/orders/${order}`, people.seller?.token)
  expect([cell, `→${shown.body.data.status}`]).toEqual([cell, cell.expected])
}

const DEEDS: Readonly<Record<string, readonly [EscrowVerb, object]>> = {
  release: ['release', { releaseCode: RELEASE_CODE }],
  dispute: ['dispute', { reason: 'nothing came' }],
  resolve_release: ['resolve', { outcome: 'release', note: 'it came' }],
  resolve_refund: ['resolve', { outcome: 'refund' }],
  split: ['resolve', { outcome: 'split', sellerBtc: 0.001, buyerBtc: '0.0015' }],
}

function tryOnEscrow({ role, action }: Cell, escrow: string): Promise<Answer> {
  const [verb, body] = DEEDS[action] ?? (['release', {}] as const)
  return shop.act(who(role), escrow, verb, body)
}

test.each(ESCROW_STATUSES.map((from) => ({ from })))(
  'whatever anybody tries with an escrow that is $from',
  async ({ from }) => {
    const cells = cellsFrom(ESCROW_MATRIX, from)
    const { escrow } = await deals.escrowIn(from)
    const refused = cells.filter((cell) => !isLegal(cell))
    await refuses(refused, (cell) => tryOnEscrow(cell, escrow))
    for (const cell of cells.filter(isLegal)) await doOnEscrow(cell)
  },
)

/** What of 0.0025 BTC goes to the seller, and stays with the buyer, in millionths. */
const PAID: Readonly<Record<string, readonly [buyer: number, seller: number]>> = {
  release: [-2500, 2500],
  dispute: [-2500, 0],
  resolve_release: [-2500, 2500],
  resolve_refund: [0, 0],
  split: [-1000, 1000],
}

async function doOnEscrow(cell: Cell): Promise<void> {
  const before = await balances()
  const { escrow, order } = await deals.escrowIn(cell.from as EscrowStatus)
  expect([cell, (await tryOnEscrow(cell, escrow)).status]).toEqual([cell, 200])
  const { data } = (await souk.get(`/api/escrow/${escrow}`, people.staff?.token)).body
  expect([cell, `→${data.status}`]).toEqual([cell, cell.expected])
  const moved = (await balances()).map((now, i) => Math.round((now - (before[i] ?? 0)) * 1e6))
  expect([cell, moved]).toEqual([cell, PAID[cell.action]])
  const ends: Record<string, OrderStatus> = { RELEASED: 'COMPLETED', REFUNDED: 'REFUNDED' }
  const shown = await souk.get(`/api/orders/${order}`, people.buyer?.token)
  expect(shown.body.data.status).toBe(ends[data.status] ?? shown.body.data.status)
}

const balances = (): Promise<number[]> =>
  Promise.all(
    ['buyer', 'seller'].map(async (role) => {
      const { body } = await souk.get('/api/wallet', who(role).token)
      return body.data.balanceBtc
    }),
  )

test.each([
  ['GET', '/api/orders/{order}'],
  ['GET', '/api/escrow/{escrow}'],
])('%s %s is for the sides and staff', async (method, path) => {
  const { escrow, order } = await deals.escrowIn('PENDING')
  const at = path.replace('{order}', order).replace('{escrow}', escrow)
  const asked = async (role: string) =>
    (await souk.request(method, at, { token: who(role).token })).status
  expect(await Promise.all(['buyer', 'seller', 'staff', 'other', 'nobody'].map(asked))).toEqual([
    200, 200, 200, 404, 401,
  ])
})
