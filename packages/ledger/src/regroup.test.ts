import { statement } from '@souk/database'
import { gate, untilBlocked } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from './index.ts'
import { type Books, holding, NOW, openBooks } from './testing/books.ts'
import { hold, voidHold } from './testing/hold.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

/** A user with ten bitcoin, of which so many are held. */
async function holder(...amounts: string[]): Promise<{ owner: number; ids: number[] }> {
  const owner = await books.newOwner()
  await books.give(owner, '10')
  const ids: number[] = []
  for (const amount of amounts) ids.push(await hold(books.db, holding(owner, amount)))
  return { owner, ids }
}

const SQL = 'select ledger.regroup($1, $2, $3, $4) as ids'

async function regroup(ids: number[], amounts: string[], references?: string[]): Promise<number[]> {
  const given = references ?? amounts.map((_, i) => `test:${i}`)
  const [row] = await books.sql(SQL, [ids, amounts, given, NOW])
  return ((row?.ids ?? []) as (string | number)[]).map(Number)
}

async function holdsOf(owner: number) {
  return books.sql(
    `select h.id::int, trim_scale(h.amount)::text as amount, h.status, h.reference
       from ledger.holds h join ledger.accounts a on a.id = h.account_id
      where a.owner_id = $1 order by h.id`,
    [owner],
  )
}

test('a hold is cut into parts, in their order, and the wallet does not notice', async () => {
  const { owner, ids } = await holder('6')
  const parts = await regroup(ids, ['2', '3.5', '0.5'], ['offer:1', 'offer:2', 'ad:1'])
  expect(await holdsOf(owner)).toEqual([
    { id: ids[0], amount: '6', status: 'voided', reference: 'test:1' },
    { id: parts[0], amount: '2', status: 'pending', reference: 'offer:1' },
    { id: parts[1], amount: '3.5', status: 'pending', reference: 'offer:2' },
    { id: parts[2], amount: '0.5', status: 'pending', reference: 'ad:1' },
  ])
  expect(await books.purse(owner)).toEqual({ available: '4', held: '6' })
})

test('holds are put together, and the whole is settled like any other', async () => {
  const { owner, ids } = await holder('1', '2', '3')
  const [whole = 0] = await regroup(ids, ['6'])
  expect(await books.purse(owner)).toEqual({ available: '4', held: '6' })
  await voidHold(books.db, whole, NOW)
  expect(await books.purse(owner)).toEqual({ available: '10', held: '0' })
})

test.each([
  ['too little', ['5.99999999']],
  ['too much', ['6.00000001']],
  ['it with a negative part', ['7', '-1']],
  ['it with a part of nothing', ['6', '0']],
  ['it with a part finer than the coin', ['5.999999999', '0.000000001']],
  ['nothing', []],
])('parts that come to %s are refused', async (_, amounts) => {
  const { owner, ids } = await holder('6')
  await expect(regroup(ids, amounts)).rejects.toThrow()
  expect(await holdsOf(owner)).toMatchObject([{ amount: '6', status: 'pending' }])
})

test('a part without a reference is refused', async () => {
  const { ids } = await holder('6')
  await expect(regroup(ids, ['3', '3'], ['test:1'])).rejects.toThrow('do not add up')
})

test('holds of two wallets are not put together', async () => {
  const [one, other] = [await holder('1'), await holder('1')]
  await expect(regroup([...one.ids, ...other.ids], ['2'])).rejects.toThrow('of one account')
})

test.each([
  ['settled already', async (id: number) => voidHold(books.db, id, NOW).then(() => [id])],
  ['named twice', async (id: number) => [id, id]],
  ['unknown', async () => [123_456_789]],
  ['not there at all', async () => []],
])('what is %s is not regrouped', async (_, prepare) => {
  const { ids } = await holder('6')
  const given = await prepare(ids[0] ?? 0)
  await expect(regroup(given, ['6'])).rejects.toThrow('of one account')
})

test('whoever settles a hold while it is regrouped finds it gone', async () => {
  const { owner, ids } = await holder('6')
  const [done, leave] = [gate(), gate()]
  const regrouping = books.db.transaction(async (tx) => {
    await tx.query(statement<object>('', SQL), [ids, ['1', '5'], ['test:1', 'test:2'], NOW])
    done.open()
    await leave.passed
  })
  await done.passed
  const voiding = expect(voidHold(books.db, ids[0] ?? 0, NOW)).rejects.toThrow('is not pending')
  await untilBlocked(books.database)
  leave.open()
  await Promise.all([regrouping, voiding])
  expect(await books.purse(owner)).toEqual({ available: '4', held: '6' })
})

test('of many who regroup the same holds in any order at once, one does', async () => {
  const { owner, ids } = await holder('1', '2', '3')
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => regroup(i % 2 ? ids : ids.toReversed(), ['2', '4'])),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await books.purse(owner)).toEqual({ available: '4', held: '6' })
})

test('after all of this the books are in order', async () => {
  expect(await verify(books.db, [])).toEqual([])
})
