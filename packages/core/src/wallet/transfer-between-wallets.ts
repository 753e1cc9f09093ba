import type { Coin, WalletTransfer } from '@souk/contract'
import { row } from '@souk/database'
import type { Wallet } from '@souk/ledger'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { type MoneyRefusal, moneyRefused } from './refused.ts'
import { walletTransferOf } from './wallet-of.ts'

type TransferRow =
  | { outcome: 'done'; transfer: WalletTransfer }
  | { outcome: MoneyRefusal; transfer: null }

const transferFunction = dbFunction(
  'transfer_between_wallets',
  ['asset', 'amount', 'from', 'to'],
  row<TransferRow>(),
)

/**
 * Moves money between the caller's main and p2p wallet, in one round trip.
 * @throws INSUFFICIENT_FUNDS, RESTRICTED, COIN_DISABLED
 */
export async function transferBetweenWallets(
  ctx: Ctx,
  input: { currency: Coin; amount: string; from: Wallet; to: Wallet },
): Promise<WalletTransfer> {
  const { currency, ...moved } = input
  const { outcome, transfer } = await call(ctx, transferFunction, { asset: currency, ...moved })
  if (outcome === 'done') return walletTransferOf(transfer)
  throw moneyRefused(outcome, 'transferring between your wallets', currency)
}
