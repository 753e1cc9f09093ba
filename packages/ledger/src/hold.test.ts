import { statement } from '@souk/database'
import { gate, untilBlocked } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from './index.ts'
import { type Books, holding, moving, NOW, openBooks, p2p } from './testing/books.ts'
import { type Credit, hold, postHold, voidHold } from './testing/hold.ts'
import { transfer } from './transfer.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

const to = (owner: number, amount: string): Credit => ({ owner, wallet: 'p2p', amount })
const fee = (amount: string): Credit => ({ house: 'fees', amount })
const post = (id: number, credits: readonly Credit[]) =>
  postHold(books.db, id, credits, 'test.posted', NOW)

/** A user with ten bitcoin, of which four are held. */
async function seller(): Promise<{ owner: number; id: number }> {
  const owner = await books.newOwner()
  await books.give(owner, '10')
  return { owner, id: await hold(books.db, holding(owner, '4')) }
}

const untouched = { available: '6', held: '4' }

test('what is held is no longer available', async () => {
  const { owner } = await seller()
  const other = await books.newOwner()
  expect(await books.purse(owner)).toEqual(untouched)
  const tooMuch = { code: 'INSUFFICIENT_FUNDS' }
  await expect(hold(books.db, holding(owner, '6.00000001'))).rejects.toMatchObject(tooMuch)
  await expect(
    transfer(books.db, moving(p2p(owner), p2p(other), '6.00000001')),
  ).rejects.toMatchObject(tooMuch)
  expect(await books.purse(owner)).toEqual(untouched)
})

test('a voided hold gives the money back', async () => {
  const { owner, id } = await seller()
  await voidHold(books.db, id, NOW)
  expect(await books.purse(owner)).toEqual({ available: '10', held: '0' })
})

test('a posted hold pays the other side', async () => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  await post(id, [to(buyer, '4')])
  expect(await books.purse(owner)).toEqual({ available: '6', held: '0' })
  expect(await books.purse(buyer)).toEqual({ available: '4', held: '0' })
})

test('a hold can be split between several wallets and the house, the owner himself included', async () => {
  const { owner, id } = await seller()
  const [b, c] = [await books.newOwner(), await books.newOwner()]
  await post(id, [to(b, '1.5'), to(c, '1'), to(owner, '0.5'), to(b, '0.25'), fee('0.75')])
  expect(await books.purse(owner)).toEqual({ available: '6.5', held: '0' })
  expect(await books.purse(b)).toEqual({ available: '1.75', held: '0' })
  expect(await books.purse(c)).toEqual({ available: '1', held: '0' })
})

test('a fee of zero is no transfer', async () => {
  const { id } = await seller()
  await post(id, [to(await books.newOwner(), '4'), fee('0')])
  expect(
    await books.sql('select amount::text from ledger.transfers where hold_id = $1', [id]),
  ).toEqual([{ amount: '4.00000000000000000000' }])
})

test.each([
  ['too little', '3.99999999'],
  ['too much', '4.00000001'],
])('credits that come to %s are refused', async (_, amount) => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  await expect(post(id, [to(buyer, amount)])).rejects.toThrow('do not add up')
  await expectUntouched(owner, id, buyer)
})

test('no credits at all are refused', async () => {
  const { owner, id } = await seller()
  await expect(post(id, [])).rejects.toThrow('do not add up')
  await expectUntouched(owner, id, await books.newOwner())
})

test('credits that add up only with a negative one are refused', async () => {
  const { owner, id } = await seller()
  const [buyer, victim] = [await books.newOwner(), await books.newOwner()]
  await books.give(victim, '5')
  await expect(post(id, [to(buyer, '9'), to(victim, '-5')])).rejects.toThrow()
  await expect(post(id, [to(buyer, '9'), fee('-5')])).rejects.toThrow()
  expect(await books.purse(victim)).toEqual({ available: '5', held: '0' })
  await expectUntouched(owner, id, buyer)
})

test('credits finer than the coin are refused, although they add up', async () => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  const credits = [to(buyer, '3.999999999'), fee('0.000000001')]
  await expect(post(id, credits)).rejects.toThrow()
  await expectUntouched(owner, id, buyer)
})

test('a credit without an amount is refused', async () => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  const sql = `select ledger.post($1, array[($2, 'p2p', 4)::ledger.credit,
                                            (null, 'fees', null)::ledger.credit], 'test', now())`
  await expect(books.sql(sql, [id, buyer])).rejects.toThrow()
  await expectUntouched(owner, id, buyer)
})

async function expectUntouched(owner: number, id: number, buyer: number): Promise<void> {
  expect(await books.purse(owner)).toEqual(untouched)
  expect(await books.purse(buyer)).toEqual({ available: '0', held: '0' })
  expect(await books.sql('select status from ledger.holds where id = $1', [id])).toEqual([
    { status: 'pending' },
  ])
}

test.each([
  ['finer than its coin', '0.000000001'],
  ['that is zero', '0'],
  ['that is negative', '-1'],
  ['that is not a number', 'NaN'],
])('an amount %s cannot be held', async (_, amount) => {
  const { owner } = await seller()
  await expect(hold(books.db, holding(owner, amount))).rejects.toThrow()
  expect(await books.purse(owner)).toEqual(untouched)
})

test('nobody can hold from a wallet that is not there', async () => {
  await expect(hold(books.db, holding(999_999, '1'))).rejects.toMatchObject({
    code: 'INSUFFICIENT_FUNDS',
  })
})

test.each(['post', 'void'])('a hold is settled once: after a %s nothing more', async (first) => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  await (first === 'post' ? post(id, [to(buyer, '4')]) : voidHold(books.db, id, NOW))
  const settled = [await books.purse(owner), await books.purse(buyer)]
  await expect(post(id, [to(buyer, '4')])).rejects.toThrow('is not pending')
  await expect(voidHold(books.db, id, NOW)).rejects.toThrow('is not pending')
  expect([await books.purse(owner), await books.purse(buyer)]).toEqual(settled)
})

test('a hold that never was cannot be settled', async () => {
  await expect(voidHold(books.db, 123_456_789, NOW)).rejects.toThrow('is not pending')
})

test('whoever comes second waits for the first, and is refused if that one commits', async () => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  const [done, leave] = [gate(), gate()]
  const first = books.db.transaction(async (tx) => {
    await postHold(tx, id, [to(buyer, '4')], 'test.posted', NOW)
    done.open()
    await leave.passed
  })
  await done.passed
  const second = expect(voidHold(books.db, id, NOW)).rejects.toThrow('is not pending')
  await untilBlocked(books.database)
  leave.open()
  await first
  await second
  expect(await books.purse(owner)).toEqual({ available: '6', held: '0' })
})

test('whoever comes second goes ahead if the first rolls back', async () => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  const [done, leave] = [gate(), gate()]
  const first = books.db.transaction(async (tx) => {
    await postHold(tx, id, [to(buyer, '4')], 'test.posted', NOW)
    done.open()
    await leave.passed
    throw new Error('changed my mind')
  })
  await done.passed
  const second = voidHold(books.db, id, NOW)
  await untilBlocked(books.database)
  leave.open()
  await expect(first).rejects.toThrow('changed my mind')
  await second
  expect(await books.purse(owner)).toEqual({ available: '10', held: '0' })
  expect(await books.purse(buyer)).toEqual({ available: '0', held: '0' })
})

test('of 30 connections that settle one hold at once, one succeeds', async () => {
  const { owner, id } = await seller()
  const buyer = await books.newOwner()
  const results = await Promise.allSettled(
    Array.from({ length: 30 }, (_, i) =>
      i % 2 ? post(id, [to(buyer, '4')]) : voidHold(books.db, id, NOW),
    ),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const left = [await books.purse(owner), await books.purse(buyer)]
  const posted = [
    { available: '6', held: '0' },
    { available: '4', held: '0' },
  ]
  const voided = [
    { available: '10', held: '0' },
    { available: '0', held: '0' },
  ]
  expect([posted, voided]).toContainEqual(left)
})

test('of 50 parallel holds on a wallet that covers 20, exactly 20 are placed', async () => {
  const owner = await books.newOwner()
  await books.give(owner, '20')
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => hold(books.db, holding(owner, '1'))),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  expect(await books.purse(owner)).toEqual({ available: '0', held: '20' })
})

test.each(['up', 'down'])('wallets are locked in one order, whoever pays whom: %s', async (way) => {
  const [first, second] = [await books.newOwner(), await books.newOwner()]
  await Promise.all([books.give(first, '9'), books.give(second, '9')])
  const [from, other] = way === 'up' ? [first, second] : [second, first]
  const id = await hold(books.db, holding(from, '4'))
  const lockWallet = (owner: number) => `select from ledger.accounts
    where owner_id = ${owner} and kind = 'p2p' and asset = 'btc' for no key update nowait`
  const [locked, leave] = [gate(), gate()]
  const holder = books.db.transaction(async (tx) => {
    await tx.query(statement<object>('', lockWallet(first)), [])
    locked.open()
    await leave.passed
  })
  await locked.passed
  const moves = [post(id, [to(other, '4')]), transfer(books.db, moving(p2p(from), p2p(other), '1'))]
  await untilBlocked(books.database, moves.length)
  // Had the second been locked before the first, whoever came the other way would now be stuck.
  await books.sql(lockWallet(second))
  leave.open()
  await Promise.all([holder, ...moves])
})

test('posts that cross each other do not deadlock', async () => {
  const [alice, bob] = [await books.newOwner(), await books.newOwner()]
  await Promise.all([books.give(alice, '50'), books.give(bob, '50')])
  const rounds = Array.from({ length: 40 }, (_, i) =>
    i % 2 === 0 ? ([alice, bob] as const) : ([bob, alice] as const),
  )
  const holds = await Promise.all(rounds.map(([from]) => hold(books.db, holding(from, '1'))))
  // Without the retry that would hide a deadlock.
  const sql = `select ledger.post($1, array[($2, 'p2p', 0.5), ($3, 'p2p', 0.25),
                                            (null, 'fees', 0.25)]::ledger.credit[], 'test', now())`
  await Promise.all(rounds.map(([from, other], i) => books.sql(sql, [holds[i], other, from])))
  expect(await books.purse(alice)).toEqual({ available: '45', held: '0' })
  expect(await books.purse(bob)).toEqual({ available: '45', held: '0' })
})

test('after all of this the books are in order', async () => {
  expect(await verify(books.db, [])).toEqual([])
})
