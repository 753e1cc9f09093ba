import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { told } from '../../testing/outcome.ts'
import { escrowIdOf, escrowIn, newShop, orderIn, type Sides } from '../../testing/shop-orders.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { createEscrow } from './create-escrow.ts'
import { disputeEscrow } from './dispute-escrow.ts'
import { getEscrow } from './get-escrow.ts'
import { listEscrows } from './list-escrows.ts'
import { releaseEscrow } from './release-escrow.ts'
import { resolveEscrow } from './resolve-escrow.ts'

let core: TestCore
let sides: Sides
let buyer: SignedIn
let staff: SignedIn
beforeAll(async () => {
  core = await startTestCore()
  staff = await core.newUser('staff')
})
afterAll(() => core.close())
beforeEach(async () => {
  buyer = await core.newUser()
  sides = { buyer, ...(await newShop(core)) }
})

const RIGHT = 'ABC123'
const WRONG = 'releaseCode: Invalid release code'
const LOCKED = 'Too many release codes were tried: dispute the escrow, and staff will decide'

/** The escrow of a confirmed order, whose code is known. */
async function confirmed(): Promise<number> {
  const { id: orderId } = await orderIn(core, 'CONFIRMED', sides)
  return (await createEscrow(core.as(buyer), { orderId, releaseCode: RIGHT })).id
}

const present = (by: SignedIn, id: number, releaseCode: string) =>
  told(releaseEscrow(core.as(by), { id, releaseCode }))

test('whichever side presents the code releases, and nobody reads it', async () => {
  for (const by of [buyer, sides.seller]) {
    const id = await confirmed()
    const shown = JSON.stringify(await getEscrow(core.as(by), { id }))
    expect(shown).toContain('"releaseCode":"[redacted]"')
    expect(shown).not.toMatch(/argon2|ABC123/)
    expect(await present(by, id, RIGHT)).toBe('done')
    expect(await present(by, id, RIGHT)).toBe('Escrow funds cannot be released at this time')
  }
  expect(await core.verify()).toEqual([])
})

test('outsiders and staff cannot release, not even with the code', async () => {
  const id = await confirmed()
  expect(await present(staff, id, RIGHT)).toBe('Unauthorized to release this escrow')
  expect(await present(await core.newUser(), id, RIGHT)).toBe('Escrow transaction not found')
})

test('of codes guessed at the same time five of each side count, and then only staff decide', async () => {
  const id = await confirmed()
  const guesses = Array.from({ length: 7 }, (_, i) => present(sides.seller, id, `GUESS${i}`))
  const answers = await Promise.all(guesses)
  expect(answers.filter((answer) => answer === WRONG)).toHaveLength(5)
  expect(answers.filter((answer) => answer === LOCKED)).toHaveLength(2)
  expect(await present(sides.seller, id, RIGHT)).toBe(LOCKED)
  // The other side has its own.
  for (let i = 0; i < 5; i += 1) expect(await present(buyer, id, `GUESS${i}`)).toBe(WRONG)
  expect(await present(buyer, id, RIGHT)).toBe(LOCKED)
  await disputeEscrow(core.as(buyer), { id, reason: 'the code is locked' })
  const done = await resolveEscrow(core.as(staff), { id, outcome: 'release', note: 'it came' })
  expect(done).toMatchObject({
    status: 'RELEASED',
    disputeRaised: true,
    disputeResolved: true,
    resolution: 'release',
  })
})

test('an escrow has one code, which its buyer chooses once', async () => {
  const { id: orderId } = await orderIn(core, 'PENDING', sides)
  const create = (by: SignedIn) =>
    told(createEscrow(core.as(by), { orderId, releaseCode: 'another' }))
  expect(await create(sides.seller)).toBe('Order not found')
  expect(await create(buyer)).toBe('done')
  expect(await create(buyer)).toBe('Escrow transaction already exists for this order')
  const id = await escrowIdOf(core, orderId)
  expect(await present(buyer, id, 'another')).toBe('Escrow funds cannot be released at this time')
})

test('a split pays exactly what there is, among several sellers by their parts', async () => {
  const { id } = await escrowIn(core, 'DISPUTED', sides)
  const split = (sellerBtc: string, buyerBtc: string) =>
    told(resolveEscrow(core.as(staff), { id, outcome: 'split', sellerBtc, buyerBtc }))
  const off = 'must add up to 0.01 with the other share'
  expect(await split('0.00333334', '0.00666667')).toBe(`sellerBtc: ${off}; buyerBtc: ${off}`)
  expect(await split('0.00333333', '0.00666667')).toBe('done')
  const [logged] = await core.sql(`select details from audit_log where subject = $1`, [
    `escrow:${id}`,
  ])
  expect(logged?.details).toMatchObject({ outcome: 'split', sellerBtc: '0.00333333' })
  expect(await core.verify()).toEqual([])
})

test('one sees only one’s own escrows; staff see all, or those of one user', async () => {
  const { id } = await escrowIn(core, 'DISPUTED', sides)
  const list = async (by: SignedIn, userId?: number) => {
    const filter = { page: 1, perPage: 10, status: 'DISPUTED', userId } as const
    return (await listEscrows(core.as(by), filter)).items.map((escrow) => escrow.id)
  }
  const { seller } = sides
  expect([await list(buyer), await list(seller)]).toEqual([[id], [id]])
  expect([await list(staff), await list(staff, buyer.userId)]).toEqual([[id], [id]])
  expect(await list(staff, staff.userId)).toEqual([])
  expect(await list(buyer, buyer.userId)).toEqual([id])
  await expect(async () => list(buyer, seller.userId)).rejects.toThrow('Only staff')
})
