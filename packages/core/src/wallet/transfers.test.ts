import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { verbs } from '../domains.ts'
import { createStaticRates } from '../rates/static-rates.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { announceDeposit } from './announce-deposit.ts'
import { cancelWithdrawal } from './cancel-withdrawal.ts'
import { getWallet } from './get-wallet.ts'
import { listAllDeposits } from './list-all-deposits.ts'
import { listAllWithdrawals } from './list-all-withdrawals.ts'
import { listTransactions } from './list-transactions.ts'
import { requestWithdrawal } from './request-withdrawal.ts'
import { transferBetweenWallets } from './transfer-between-wallets.ts'

let core: TestCore
let user: SignedIn
beforeAll(async () => {
  core = await startTestCore({ rates: createStaticRates({ eth: { ngn: '4000000.006' } }) })
})
afterAll(() => core.close())
beforeEach(async () => {
  user = await core.newUser()
})

const move = (from: 'main' | 'p2p', to: 'main' | 'p2p', amount = '30') =>
  transferBetweenWallets(core.as(user), { currency: 'eth', amount, from, to })

async function purses() {
  const rows = await getWallet(core.as(user))
  return rows
    .filter(({ currency }) => currency === 'eth')
    .map((row) => `${row.wallet} ${row.available}`)
}

test('money moves between one’s wallets, both ways', async () => {
  expect(await move('main', 'p2p')).toMatchObject({ amount: '30.00', from: 'main', to: 'p2p' })
  expect(await purses()).toEqual(['main 70.00', 'p2p 130.00'])
  await move('p2p', 'main', '130')
  expect(await purses()).toEqual(['main 200.00', 'p2p 0.00'])
})

test('no more than there is', async () => {
  await expect(move('main', 'p2p', '100.000000000000000001')).rejects.toMatchObject({
    code: 'INSUFFICIENT_FUNDS',
  })
  expect(await purses()).toEqual(['main 100.00', 'p2p 100.00'])
})

test('transfers that cross each other neither deadlock nor lose anything', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      n % 2 ? move('main', 'p2p', '1') : move('p2p', 'main', '1'),
    ),
  )
  expect(await purses()).toEqual(['main 100.00', 'p2p 100.00'])
  expect(await core.verify()).toEqual([])
})

test('of ten that move all of it at once, one does', async () => {
  const all = Array.from({ length: 10 }, () => move('main', 'p2p', '100'))
  const done = (await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled')
  expect(done).toHaveLength(1)
  expect(await purses()).toEqual(['main 0.00', 'p2p 200.00'])
})

test('a restricted user and a coin that is switched off are refused', async () => {
  await core.sql(`insert into user_restrictions values ($1, 'transfer')`, [user.userId])
  await expect(move('main', 'p2p')).rejects.toMatchObject({ code: 'RESTRICTED' })
  await core.sql(`update ledger.assets set enabled = false where code = 'eth'`)
  await expect(move('main', 'p2p')).rejects.toMatchObject({ code: 'COIN_DISABLED' })
  await core.sql(`update ledger.assets set enabled = true where code = 'eth'`)
})

test('one hears of it among one’s events', async () => {
  const stop = new AbortController()
  const events = verbs.me.events(core.as(user), { lastEventId: 0 }, stop.signal)
  const made = await move('main', 'p2p')
  const { value } = await events[Symbol.asyncIterator]().next()
  stop.abort()
  expect(value).toMatchObject({ event: { type: 'wallet.transferred', transfer: made } })
})

test('staff see transfers, deposits and withdrawals in one list, newest first, with filters', async () => {
  const staff = core.as(await core.newUser('staff'))
  const at = (seconds: number) => {
    core.time.now = new Date(Date.UTC(2026, 0, 3, 0, 0, seconds))
  }
  at(1)
  await move('main', 'p2p')
  at(2)
  await announceDeposit(core.as(user), { currency: 'eth', amount: '1.5' })
  at(3)
  const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
  const input = { currency: 'eth', amount: '2', address } as const
  const { id } = await requestWithdrawal(core.as(user), input)
  await cancelWithdrawal(core.as(user), { id })
  const mine = { userId: `${user.userId}`, page: 1, perPage: 10 }
  const { items } = await listTransactions(staff, mine)
  expect(items.map((row) => [row.transactionType, row.status, row.amount])).toEqual([
    ['WITHDRAWAL', 'CANCELLED', '2.00'],
    ['DEPOSIT', 'PENDING', '1.50'],
    ['TRANSFER', 'COMPLETED', '30.00'],
  ])
  const count = async (filter: object) =>
    (await listTransactions(staff, { ...mine, ...filter })).total
  expect(await count({ transactionType: 'DEPOSIT' })).toBe(1)
  expect(await count({ status: 'COMPLETED' })).toBe(1)
  expect(await count({ coin: 'btc' })).toBe(0)
  expect(await listAllDeposits(staff, { ...mine, status: 'pending' })).toMatchObject({
    items: [{ nairaAmount: '6000000.01', walletType: 'ETH', verified: false }],
    total: 1,
  })
  expect(await listAllWithdrawals(staff, mine)).toMatchObject({
    items: [{ id, walletTypeDisplay: 'Ethereum', verified: false, status: 'cancelled' }],
  })
})

test('what has no rate is worth nothing yet', async () => {
  const staff = core.as(await core.newUser('staff'))
  await announceDeposit(core.as(user), { currency: 'btc', amount: '1' })
  const mine = { userId: `${user.userId}`, page: 1, perPage: 10 }
  expect(await listAllDeposits(staff, mine)).toMatchObject({
    items: [{ nairaAmount: '0.00' }],
  })
})
