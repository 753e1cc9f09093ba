import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from './index.ts'
import { type Books, holding, moving, NOW, openBooks, p2p } from './testing/books.ts'
import { hold, postHold } from './testing/hold.ts'
import { transfer } from './transfer.ts'

// What holds even for those who bypass the ledger's functions and write its tables themselves.

let books: Books
let alice: number
let bob: number
beforeAll(async () => {
  books = await openBooks()
  alice = await books.newOwner()
  bob = await books.newOwner()
  await books.give(alice, '10')
  await transfer(books.db, moving(p2p(alice), p2p(bob), '1'))
  const posted = await hold(books.db, holding(alice, '2'))
  await postHold(books.db, posted, [{ owner: bob, wallet: 'p2p', amount: '2' }], 'test', NOW)
  await hold(books.db, holding(alice, '3'))
})
afterAll(() => books.close())

const ALICE = `(select id from ledger.accounts where owner_id = 1 and kind = 'p2p' and asset = 'btc')`
const BOB = `(select id from ledger.accounts where owner_id = 2 and kind = 'p2p' and asset = 'btc')`
const BOB_LTC = `(select id from ledger.accounts where owner_id = 2 and kind = 'p2p' and asset = 'ltc')`
const FAUCET = `(select id from ledger.accounts where kind = 'faucet' and asset = 'btc')`

const newTransfer = (debit: string, credit: string, asset: string, amount: string) =>
  `insert into ledger.transfers
     (debit_account_id, credit_account_id, asset, amount, reason, reference, created_at)
   values (${debit}, ${credit}, '${asset}', ${amount}, 'test', 'test:1', now())`

const newHold = (account: string, asset: string, amount: string, status = 'pending') =>
  `insert into ledger.holds (account_id, asset, amount, status, reference, created_at)
   values (${account}, '${asset}', ${amount}, '${status}', 'test:1', now())`

test.each([
  ['update', `update ledger.transfers set amount = amount + 1`],
  ['update of no row', `update ledger.transfers set reason = 'x' where false`],
  ['delete', `delete from ledger.transfers`],
  ['truncate', `truncate ledger.transfers`],
  ['merge', `merge into ledger.transfers t using (select 1) s on true when matched then delete`],
])('transfers are append-only: %s is refused', async (_, sql) => {
  await expect(books.sql(sql)).rejects.toThrow('ledger.transfers is append-only')
})

test.each([
  ['a balance below zero', `update ledger.accounts set balance = -1 where id = ${BOB}`],
  ['a balance below what is held', `update ledger.accounts set balance = 2 where id = ${ALICE}`],
  ['holding more than there is', `update ledger.accounts set held = 8 where id = ${ALICE}`],
  ['holding less than nothing', `update ledger.accounts set held = -1 where id = ${ALICE}`],
  ['a balance that is no number', `update ledger.accounts set balance = 'NaN' where id = ${BOB}`],
  ['a held amount that is no number', `update ledger.accounts set held = 'NaN' where id = ${BOB}`],
  ['a balance of the house', `update ledger.accounts set balance = 1 where id = ${FAUCET}`],
  [
    'a second wallet of the same kind',
    `insert into ledger.accounts (owner_id, kind, asset) values (1, 'p2p', 'btc')`,
  ],
  [
    'a second account of the house',
    `insert into ledger.accounts (kind, asset) values ('faucet', 'btc')`,
  ],
  ['a transfer to its own account', newTransfer(BOB, BOB, 'btc', '1')],
  ['a transfer of nothing', newTransfer(BOB, ALICE, 'btc', '0')],
  ['a transfer of less than nothing', newTransfer(BOB, ALICE, 'btc', '-1')],
  ['a transfer of no number', newTransfer(BOB, ALICE, 'btc', `'NaN'`)],
  ['a transfer in another coin than the wallets', newTransfer(ALICE, BOB, 'ltc', '1')],
  ['a transfer between two coins', newTransfer(ALICE, BOB_LTC, 'btc', '1')],
  [
    'a transfer for a hold that never was',
    newTransfer(ALICE, BOB, 'btc', '1')
      .replace('reason,', 'hold_id, reason,')
      .replace(`'test', `, `987654, 'test', `),
  ],
  ['a hold of nothing', newHold(ALICE, 'btc', '0')],
  ['a hold of no number', newHold(ALICE, 'btc', `'NaN'`)],
  ['a hold in another coin than the wallet', newHold(ALICE, 'ltc', '1')],
  ['a hold in a state nobody knows', newHold(ALICE, 'btc', '1', 'paused')],
  ['a settled hold that does not say when', newHold(ALICE, 'btc', '1', 'voided')],
  [
    'a hold that is settled and pending',
    `update ledger.holds set settled_at = now() where status = 'pending'`,
  ],
  ['the removal of a wallet with a history', `delete from ledger.accounts where id = ${ALICE}`],
  ['the removal of a coin', `delete from ledger.assets where code = 'btc'`],
  [
    'a coin with more decimals than the books keep',
    `update ledger.assets set decimals = 19 where code = 'eth'`,
  ],
])('the tables refuse %s', async (_, sql) => {
  await expect(books.sql(sql)).rejects.toThrow(/violates/)
})

test.each([
  [
    'a settled hold cannot be pending again',
    `update ledger.holds set status = 'pending', settled_at = null where status = 'posted'`,
  ],
  [
    'a posted hold cannot be voided',
    `update ledger.holds set status = 'voided' where status = 'posted'`,
  ],
  ['the amount stays', `update ledger.holds set amount = 1 where status = 'pending'`],
  ['the wallet stays', `update ledger.holds set account_id = ${BOB} where status = 'pending'`],
  ['what it is for stays', `update ledger.holds set reference = 'test:2' where status = 'pending'`],
])('a hold changes only once, when it is settled: %s', async (_, sql) => {
  await expect(books.sql(sql)).rejects.toThrow('ledger.holds changes only once')
})

test('a hold is never removed', async () => {
  await expect(books.sql('delete from ledger.holds')).rejects.toThrow('is never cleared')
})

test('after all of this the books are in order', async () => {
  expect(await verify(books.db, [])).toEqual([])
  expect(await books.purse(alice)).toEqual({ available: '4', held: '3' })
})
