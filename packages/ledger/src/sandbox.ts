import { COIN_CODES, type Coin } from '@souk/contract'
import type { Db } from '@souk/database'
import { WALLETS } from './accounts.ts'
import { transfer } from './transfer.ts'

/** Play money per wallet; enough for every documented example to run as written. */
const sandboxCredit = (asset: Coin) => (asset === 'usdt' ? '100000' : '100')

/** Credits a new account from the faucet, by real transfers, in each of its wallets. */
export async function creditFromFaucet(db: Db, ownerId: number, at: Date): Promise<void> {
  for (const asset of COIN_CODES) {
    for (const wallet of WALLETS) {
      await transfer(db, {
        from: { house: 'faucet' },
        to: { owner: ownerId, wallet },
        asset,
        amount: sandboxCredit(asset),
        reason: 'sandbox.faucet',
        reference: `user:${ownerId}`,
        at,
      })
    }
  }
}
