import { COIN_CODES } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WALLETS } from './accounts.ts'
import { balances, creditFromFaucet, openWallets, verify } from './index.ts'
import { type Books, moving, NOW, openBooks, p2p } from './testing/books.ts'
import { transfer } from './transfer.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

const allWallets = COIN_CODES.flatMap((asset) => WALLETS.map((wallet) => ({ asset, wallet })))
const sorted = [...allWallets].sort(
  (a, b) => a.asset.localeCompare(b.asset) || a.wallet.localeCompare(b.wallet),
)

test('a new user has an empty main and p2p wallet for every coin', async () => {
  const owner = await books.newOwner()
  expect(await balances(books.db, owner)).toEqual(
    sorted.map((wallet) => ({ ...wallet, available: '0', held: '0' })),
  )
})

test('opening wallets again, even at the same time, changes nothing', async () => {
  const owner = 1_000_001
  await Promise.all(Array.from({ length: 10 }, () => openWallets(books.db, owner)))
  expect(await balances(books.db, owner)).toHaveLength(allWallets.length)
})

test('the faucet gives 100,000 USDT and 100 of every other coin, in each of the two wallets', async () => {
  const owner = await books.newOwner()
  await creditFromFaucet(books.db, owner, NOW)
  expect(await balances(books.db, owner)).toEqual(
    sorted.map(({ asset, wallet }) => ({
      asset,
      wallet,
      available: asset === 'usdt' ? '100000' : '100',
      held: '0',
    })),
  )
  expect(await verify(books.db, [])).toEqual([])
})

test('an account of the house is opened once by everyone who needs it first at the same time', async () => {
  const owners = await Promise.all(Array.from({ length: 20 }, () => books.newOwner()))
  await Promise.all(
    owners.map((owner) =>
      transfer(books.db, moving({ house: 'deposits' }, p2p(owner), '1', 'ltc')),
    ),
  )
  const rows = await books.sql(
    `select count(*) as opened from ledger.accounts where kind = 'deposits' and asset = 'ltc'`,
  )
  expect(rows).toEqual([{ opened: 1 }])
  expect(await verify(books.db, [])).toEqual([])
})

test.each([
  ['a wallet of a kind nobody knows', `select ledger.account_id(1, 'pp2', 'btc')`],
  ['a house account of a kind nobody knows', `select ledger.account_id(null, 'faucett', 'btc')`],
  ['a wallet named like an account of the house', `select ledger.account_id(1, 'fees', 'btc')`],
  ['a wallet for a coin nobody knows', `select ledger.account_id(1, 'p2p', 'doge')`],
])('%s cannot be opened', async (_, sql) => {
  await expect(books.sql(sql)).rejects.toThrow(/violates (check|foreign key) constraint/)
})
