import type { WalletBalance } from '@souk/contract'
import { balances } from '@souk/ledger'
import { type Ctx, signedIn } from '../context.ts'
import { showAmount } from '../show-amount.ts'

/** What the caller has, coin by coin and wallet by wallet. */
export async function getWallet(ctx: Ctx): Promise<WalletBalance[]> {
  const rows = await balances(ctx.db, signedIn(ctx).userId)
  return rows.map(({ asset, wallet, available, held }) => ({
    currency: asset,
    wallet,
    available: showAmount(available),
    held: showAmount(held),
  }))
}
