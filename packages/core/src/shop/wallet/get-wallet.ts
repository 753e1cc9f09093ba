import type { ShopTransaction, ShopWallet } from '@souk/contract'
import { statement } from '@souk/database'
import { balances } from '@souk/ledger'
import Big from 'big.js'
import { type Ctx, signedIn } from '../../context.ts'
import { isoTime } from '../../iso-time.ts'
import { showAmount } from '../../show-amount.ts'
import { eurRate } from '../products/product-of.ts'

type WalletRow = Pick<ShopWallet, 'address' | 'payoutAddress' | 'createdAt' | 'updatedAt'>

const selectWallet = statement<WalletRow>(
  'shop-wallet',
  `select d.address, p.address as "payoutAddress", coalesce(d.created_at, u.created_at) as "createdAt",
          greatest(u.created_at, d.created_at, p.updated_at) as "updatedAt"
     from users u left join deposit_addresses d on d.user_id = u.id
          left join payout_addresses p on p.user_id = u.id
    where u.id = $1`,
)

/** Transactions that a wallet shows. */
const LATEST = 20

/**
 * The latest rows of a table, as transactions.
 * @param from the table, called `r`
 * @param order of its columns, as an index has them: `id` alone would be the transaction's
 */
function latest(
  type: ShopTransaction['type'] | `case ${string}`,
  columns: Readonly<Record<'id' | 'amount' | 'description' | 'hash' | 'status' | 'at', string>>,
  from: string,
  order: string,
): string {
  const { id, amount, description, hash, status, at } = columns
  const name = type.startsWith('case ') ? type : `'${type}'`
  return `(select 'tx_' || ${id} as id, ${name} as type, trim_scale(${amount})::text as "amountBtc",
                  ${description} as description, ${hash} as hash, ${status} as status, ${at} as at
             from ${from} order by ${order} limit ${LATEST})`
}

const chain = { id: 'id', amount: 'amount', hash: 'transaction_id', at: 'created_at' }
const NEWEST = 'r.created_at desc, r.id desc'
const book = { hash: 'null', status: `'CONFIRMED'` }
const LEFT = 'r.amount_btc - r.refunded_btc'

const TRANSACTIONS = [
  latest(
    'DEPOSIT',
    {
      ...chain,
      description: `'Bitcoin deposit'`,
      status: `case status when 'pending' then 'PENDING' when 'credited' then 'CONFIRMED' else 'FAILED' end`,
    },
    `deposits r where user_id = $1 and asset = 'btc'`,
    NEWEST,
  ),
  latest(
    'WITHDRAWAL',
    {
      ...chain,
      description: `'Bitcoin withdrawal'`,
      status: `case status when 'pending' then 'PENDING' when 'approved' then 'CONFIRMED'
                           when 'cancelled' then 'CANCELLED' else 'FAILED' end`,
    },
    `withdrawals r where user_id = $1 and asset = 'btc'`,
    NEWEST,
  ),
  latest(
    `case from_wallet when 'main' then 'PAYMENT' else 'REFUND' end`,
    {
      ...chain,
      ...book,
      description: `case from_wallet when 'main' then 'Moved to the P2P wallet' else 'Moved from the P2P wallet' end`,
    },
    `wallet_transfers r where user_id = $1 and asset = 'btc'`,
    NEWEST,
  ),
  latest(
    'ESCROW_FUND',
    {
      ...book,
      id: `'order' || id`,
      amount: 'total_btc',
      description: `'Paid into the escrow of order_' || id`,
      at: 'paid_at',
    },
    `orders r where buyer_id = $1 and paid_at is not null`,
    'r.paid_at desc, r.id desc',
  ),
  latest(
    'ESCROW_RELEASE',
    {
      ...book,
      id: `'sale' || order_id`,
      amount: `${LEFT} - part_fee(r, ${LEFT})`,
      description: `'Released from the escrow of order_' || order_id`,
      at: 'settled_at',
    },
    `order_parts r where seller_id = $1 and settled_at is not null and refunded_btc < amount_btc`,
    'r.settled_at desc, r.order_id desc',
  ),
  latest(
    'ESCROW_REFUND',
    {
      ...book,
      id: `'refund' || order_id || '_' || seller_id`,
      amount: 'refunded_btc',
      description: `'Given back from the escrow of order_' || order_id`,
      at: 'settled_at',
    },
    `order_parts r where buyer_id = $1 and settled_at is not null and refunded_btc > 0`,
    'r.settled_at desc, r.order_id desc',
  ),
]

type TransactionRow = Omit<ShopTransaction, 'amountEur' | 'createdAt'> & { at: string }

const selectTransactions = statement<TransactionRow>(
  'shop-transactions',
  `select * from (${TRANSACTIONS.join(' union all ')}) moved order by at desc, id desc limit ${LATEST}`,
)

/** The caller's main BTC wallet, without what happened to it. */
export async function walletOf(ctx: Ctx): Promise<Omit<ShopWallet, 'transactions'>> {
  const { userId } = signedIn(ctx)
  const rate = await eurRate(ctx)
  const [row] = await ctx.db.query(selectWallet, [userId])
  if (!row) throw new Error(`user ${userId} is gone`)
  const main = (await balances(ctx.db, userId)).find(
    ({ asset, wallet }) => asset === 'btc' && wallet === 'main',
  )
  const available = main?.available ?? '0'
  return {
    id: userId,
    userId,
    balanceBtc: showAmount(available),
    heldBtc: showAmount(main?.held ?? '0'),
    balanceEur: inEur(available, rate),
    address: row.address,
    payoutAddress: row.payoutAddress,
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

/** The caller's main BTC wallet and the latest that happened to it. */
export async function getShopWallet(ctx: Ctx): Promise<ShopWallet> {
  const { userId } = signedIn(ctx)
  const rate = await eurRate(ctx)
  const wallet = await walletOf(ctx)
  const rows = await ctx.db.query(selectTransactions, [userId])
  const transactions = rows.map(({ at, ...row }) => ({
    ...row,
    amountBtc: showAmount(row.amountBtc),
    amountEur: inEur(row.amountBtc, rate),
    createdAt: isoTime(at),
  }))
  return { ...wallet, transactions }
}

function inEur(btc: string, rate: string | undefined): string | null {
  return rate === undefined ? null : new Big(btc).times(rate).toFixed(2, Big.roundHalfUp)
}
