import type { Coin, WalletTransfer } from '@souk/contract'
import { statement } from '@souk/database'
import type { Wallet } from '@souk/ledger'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { userStream } from '../events/streams.ts'
import { type MoneyRefusal, moneyRefused } from './refused.ts'
import { walletTransferOf } from './wallet-of.ts'

type TransferRow =
  | { outcome: 'done'; transfer: WalletTransfer }
  | { outcome: MoneyRefusal; transfer: null }

const transferStatement = statement<TransferRow>(
  'wallet-transfer',
  'select outcome, transfer from transfer_between_wallets($1, $2, $3, $4, $5, $6)',
)

/**
 * Moves money between the caller's main and p2p wallet, in one round trip.
 * @throws INSUFFICIENT_FUNDS, RESTRICTED, COIN_DISABLED
 */
export async function transferBetweenWallets(
  ctx: Ctx,
  input: { currency: Coin; amount: string; from: Wallet; to: Wallet },
): Promise<WalletTransfer> {
  const { userId } = signedIn(ctx)
  const { currency, amount, from, to } = input
  const values = [userId, currency, amount, from, to, ctx.clock()]
  const [row] = await ctx.db.query(transferStatement, values)
  if (row?.outcome !== 'done') {
    throw moneyRefused(row?.outcome, 'transferring between your wallets', currency)
  }
  wakeAfterCommit(ctx, [userStream(userId)])
  return walletTransferOf(row.transfer)
}
