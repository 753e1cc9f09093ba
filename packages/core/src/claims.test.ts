import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from './context.ts'
import { dealIn } from './testing/market.ts'
import { startTestCore, type TestCore } from './testing/test-core.ts'
import { buyTrade } from './trades/buy-trade.ts'
import { createTrade } from './trades/create-trade.ts'
import { releaseTrade } from './trades/release-trade.ts'
import { announceDeposit } from './wallet/announce-deposit.ts'
import { approveWithdrawal } from './wallet/approve-withdrawal.ts'
import { creditAnnounced } from './wallet/credit-announced.ts'
import { requestWithdrawal } from './wallet/request-withdrawal.ts'
import { transferBetweenWallets } from './wallet/transfer-between-wallets.ts'

// What somebody with a shell on the database could do so that all sums still agree.

let core: TestCore
let staff: SignedIn
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1' })
  staff = await core.newUser('staff')
})
afterAll(() => core.close())

const CURRENCY = { currency: 'btc', amount: '1' } as const

/** One bitcoin went through each domain: from the seller to the buyer, or in and out of the seller's. */
async function newScene() {
  const [seller, buyer, other] = [await core.newUser(), await core.newUser(), await core.newUser()]
  const trade = await createTrade(core.as(seller), { asset: 'btc', amount: '1' })
  await buyTrade(core.as(buyer), trade)
  await releaseTrade(core.as(seller), trade)
  const { ad, offer } = await dealIn(core, 'released', { owner: seller, maker: buyer })
  const address = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'
  const withdrawal = await requestWithdrawal(core.as(seller), { ...CURRENCY, address })
  await approveWithdrawal(core.as(staff), { id: withdrawal.id })
  const deposit = await announceDeposit(core.as(seller), CURRENCY)
  const transactionId = `transaction-${deposit.id}`
  await creditAnnounced(core.as(staff), { id: deposit.id, transactionId })
  const moved = { ...CURRENCY, from: 'main', to: 'p2p' } as const
  const transfer = await transferBetweenWallets(core.as(seller), moved)
  return {
    seller: account(seller.userId, 'p2p'),
    sellersMain: account(seller.userId, 'main'),
    buyer: account(buyer.userId, 'p2p'),
    other: account(other.userId, 'p2p'),
    otherUser: other.userId,
    trade: trade.id,
    ad: ad.id,
    offer: offer.id,
    withdrawal: withdrawal.id,
    deposit: deposit.id,
    transfer: transfer.id,
  }
}
type Scene = Awaited<ReturnType<typeof newScene>>

/** The number of an account, as SQL. */
const account = (owner: number | null, kind: string) =>
  `(select id from ledger.accounts
     where owner_id is not distinct from ${owner} and kind = '${kind}' and asset = 'btc')`
const FEES = account(null, 'fees')

/** Money that changed wallets; the house's accounts have no balance of their own. */
const move = (from: string, to: string, amount = '0.99') => `
  update ledger.accounts set balance = balance - ${amount} where id = ${from} and owner_id > 0;
  update ledger.accounts set balance = balance + ${amount} where id = ${to} and owner_id > 0;`

/** Changes what the triggers protect. */
const changed = (reference: string, set: string, where = 'true') => `
  alter table ledger.transfers disable trigger all;
  update ledger.transfers set ${set} where reference = '${reference}' and ${where};
  alter table ledger.transfers enable trigger all;`

const madeAgain = (reference: string) => `
  insert into ledger.transfers
    (debit_account_id, credit_account_id, asset, amount, reason, reference, created_at)
  select debit_account_id, credit_account_id, asset, amount, reason, reference, created_at
    from ledger.transfers where reference = '${reference}';`

const PAYMENTS = 'transfers equal the payments of'

const tamperings: [string, (scene: Scene) => string, string, number][] = [
  [
    'a trade paid to somebody else',
    ({ trade, buyer, other }) =>
      changed(`trade:${trade}`, `credit_account_id = ${other}`, `credit_account_id = ${buyer}`) +
      move(buyer, other),
    'trades',
    2,
  ],
  [
    'a trade of which the house took more than its fee',
    ({ trade, buyer }) =>
      changed(
        `trade:${trade}`,
        `amount = case credit_account_id when ${FEES} then 0.02 else 0.98 end`,
      ) + move(buyer, FEES, '0.01'),
    'trades',
    4,
  ],
  [
    'a trade that names another buyer than was paid',
    ({ trade, otherUser }) => `update trades set buyer_id = ${otherUser} where id = ${trade}`,
    'trades',
    2,
  ],
  [
    'an offer paid back to its seller',
    ({ offer, buyer, seller }) =>
      changed(`offer:${offer}`, `credit_account_id = ${seller}`, `credit_account_id = ${buyer}`) +
      move(buyer, seller),
    'offers',
    2,
  ],
  [
    'an offer whose fee the buyer kept',
    ({ offer, buyer }) =>
      changed(`offer:${offer}`, `credit_account_id = ${buyer}`) + move(FEES, buyer, '0.01'),
    'offers',
    2,
  ],
  [
    'a payment in the name of an ad',
    ({ ad, seller, other }) =>
      `insert into ledger.transfers
         (debit_account_id, credit_account_id, asset, amount, reason, reference, created_at)
       values (${seller}, ${other}, 'btc', 1, 'test', 'ad:${ad}', now());
       ${move(seller, other, '1')}`,
    'ads',
    1,
  ],
  [
    'a withdrawal that went to the fees',
    ({ withdrawal }) => changed(`withdrawal:${withdrawal}`, `credit_account_id = ${FEES}`),
    'withdrawals',
    2,
  ],
  [
    'a withdrawal paid into another wallet',
    ({ withdrawal, other }) =>
      changed(`withdrawal:${withdrawal}`, `credit_account_id = ${other}`) + move(FEES, other, '1'),
    'withdrawals',
    2,
  ],
  [
    'a deposit called credited that was not',
    ({ deposit }) =>
      `insert into deposits (user_id, asset, amount, status, transaction_id, created_at, updated_at)
       select user_id, asset, amount, status, transaction_id || '!', created_at, updated_at
         from deposits where id = '${deposit}'`,
    'deposits',
    1,
  ],
  [
    'a deposit credited twice',
    ({ deposit, sellersMain }) => madeAgain(`deposit:${deposit}`) + move(FEES, sellersMain, '1'),
    'deposits',
    1,
  ],
  [
    'a deposit nobody knows of',
    ({ deposit }) => `delete from deposits where id = '${deposit}'`,
    'deposits',
    1,
  ],
  [
    'a deposit credited to somebody else',
    ({ deposit, sellersMain, other }) =>
      changed(`deposit:${deposit}`, `credit_account_id = ${other}`) + move(sellersMain, other, '1'),
    'deposits',
    2,
  ],
  [
    'a wallet transfer that moved nothing',
    ({ transfer }) =>
      `insert into wallet_transfers (user_id, asset, amount, from_wallet, to_wallet, created_at)
       select user_id, asset, amount, from_wallet, to_wallet, created_at
         from wallet_transfers where id = '${transfer}'`,
    'wallet transfers',
    1,
  ],
  [
    'a wallet transfer nobody knows of',
    ({ transfer }) => `delete from wallet_transfers where id = '${transfer}'`,
    'wallet transfers',
    1,
  ],
  [
    'a wallet transfer made twice',
    ({ transfer, seller, sellersMain }) =>
      madeAgain(`wallet-transfer:${transfer}`) + move(sellersMain, seller, '1'),
    'wallet transfers',
    1,
  ],
  [
    'a wallet transfer of another amount',
    ({ transfer }) => `update wallet_transfers set amount = 2 where id = '${transfer}'`,
    'wallet transfers',
    2,
  ],
]

test('what every domain has paid and was paid is in order', async () => {
  await newScene()
  expect(await core.verify()).toEqual([])
})

test.each(tamperings)('%s is found', async (_, sqlFor, domain, findings) => {
  const scene = await newScene()
  const known = new Set((await core.verify()).map(({ detail }) => detail))
  await core.sql(sqlFor(scene))
  const found = (await core.verify()).filter(({ detail }) => !known.has(detail))
  expect(found.map(({ invariant }) => invariant)).toEqual(
    Array.from({ length: findings }, () => `${PAYMENTS} ${domain}`),
  )
})
