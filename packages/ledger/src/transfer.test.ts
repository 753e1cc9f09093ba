import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from './index.ts'
import { type Books, moving, openBooks, p2p } from './testing/books.ts'
import { transfer } from './transfer.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

async function transfersOf(owner: number): Promise<unknown> {
  const [row] = await books.sql(
    `select count(*) as count from ledger.transfers t
       join ledger.accounts a on a.id in (t.debit_account_id, t.credit_account_id)
      where a.owner_id = $1`,
    [owner],
  )
  return row?.count
}

test('money moves from one wallet to the other, and is written down once', async () => {
  const [alice, bob] = [await books.newOwner(), await books.newOwner()]
  await books.give(alice, '10')
  await transfer(books.db, moving(p2p(alice), p2p(bob), '2.5'))
  expect(await books.purse(alice)).toEqual({ available: '7.5', held: '0' })
  expect(await books.purse(bob)).toEqual({ available: '2.5', held: '0' })
  expect(await transfersOf(bob)).toBe(1)
})

test('money moves between the two wallets of one user', async () => {
  const alice = await books.newOwner()
  await books.give(alice, '10')
  await transfer(books.db, moving(p2p(alice), { owner: alice, wallet: 'main' }, '4'))
  expect(await books.purse(alice)).toEqual({ available: '6', held: '0' })
  expect(await books.purse(alice, 'btc', 'main')).toEqual({ available: '4', held: '0' })
})

test('the whole balance can be moved, and not a satoshi more', async () => {
  const [alice, bob] = [await books.newOwner(), await books.newOwner()]
  await books.give(alice, '1')
  await expect(
    transfer(books.db, moving(p2p(alice), p2p(bob), '1.00000001')),
  ).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
  await transfer(books.db, moving(p2p(alice), p2p(bob), '1'))
  expect(await books.purse(alice)).toEqual({ available: '0', held: '0' })
  expect(await books.purse(bob)).toEqual({ available: '1', held: '0' })
})

test('money can leave to the house', async () => {
  const alice = await books.newOwner()
  await books.give(alice, '3')
  await transfer(books.db, moving(p2p(alice), { house: 'withdrawals' }, '3'))
  expect(await books.purse(alice)).toEqual({ available: '0', held: '0' })
})

test('of 50 parallel transfers out of a wallet that covers 20, exactly 20 happen', async () => {
  const [alice, bob] = [await books.newOwner(), await books.newOwner()]
  await books.give(alice, '20')
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => transfer(books.db, moving(p2p(alice), p2p(bob), '1'))),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  expect(await books.purse(alice)).toEqual({ available: '0', held: '0' })
  expect(await books.purse(bob)).toEqual({ available: '20', held: '0' })
})

test('transfers that cross each other do not deadlock', async () => {
  const [alice, bob] = [await books.newOwner(), await books.newOwner()]
  await Promise.all([books.give(alice, '100'), books.give(bob, '100')])
  // Without the retry that would hide a deadlock.
  const sql = `select ledger.transfer($1, 'p2p', $2, 'p2p', 'btc', 1, 'test', 'test:1', now())`
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      books.sql(sql, i % 2 === 0 ? [alice, bob] : [bob, alice]),
    ),
  )
  expect(await books.purse(alice)).toEqual({ available: '100', held: '0' })
  expect(await books.purse(bob)).toEqual({ available: '100', held: '0' })
})

test('every coin keeps its smallest unit, beside a large amount', async () => {
  const [alice, bob] = [await books.newOwner(), await books.newOwner()]
  const [large, least] = ['12345678901234567890', '0.000000000000000001']
  await books.give(alice, large, 'eth')
  await books.give(alice, least, 'eth')
  await transfer(books.db, moving(p2p(alice), p2p(bob), least, 'eth'))
  expect(await books.purse(alice, 'eth')).toEqual({ available: large, held: '0' })
  expect(await books.purse(bob, 'eth')).toEqual({ available: least, held: '0' })
})

test.each([
  ['finer than its coin', 'btc', '0.000000001'],
  [
    'finer than any coin, which rounding would turn into another amount',
    'eth',
    '0.1000000000000000000001',
  ],
  ['that is zero', 'btc', '0'],
  ['that is negative', 'btc', '-1'],
  ['that is not a number', 'btc', 'NaN'],
  ['that is infinite', 'btc', 'Infinity'],
  ['larger than the books can hold', 'btc', '100000000000000000000'],
] as const)(
  'an amount %s is refused, also from the house, and moves nothing',
  async (_, asset, amount) => {
    const [alice, bob] = [await books.newOwner(), await books.newOwner()]
    await books.give(alice, '10', asset)
    for (const from of [p2p(alice), { house: 'faucet' } as const]) {
      await expect(transfer(books.db, moving(from, p2p(bob), amount, asset))).rejects.toThrow()
    }
    expect(await books.purse(alice, asset)).toEqual({ available: '10', held: '0' })
    expect(await books.purse(bob, asset)).toEqual({ available: '0', held: '0' })
  },
)

test('nothing is moved from a wallet to itself', async () => {
  const alice = await books.newOwner()
  await books.give(alice, '1')
  await expect(transfer(books.db, moving(p2p(alice), p2p(alice), '1'))).rejects.toThrow()
  expect(await books.purse(alice)).toEqual({ available: '1', held: '0' })
})

test('after all of this the books are in order', async () => {
  expect(await verify(books.db, [])).toEqual([])
})
