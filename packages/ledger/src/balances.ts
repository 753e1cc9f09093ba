import type { Coin } from '@souk/contract'
import { type Db, statement } from '@souk/database'
import type { Wallet } from './accounts.ts'

/** What a user has in one wallet; amounts are exact decimal strings. */
export interface Balance {
  readonly asset: Coin
  readonly wallet: Wallet
  /** Free to use: the balance less what is held. */
  readonly available: string
  /** Set aside in escrow. */
  readonly held: string
}

const selectBalances = statement<Balance>(
  'ledger-balances',
  `select asset, kind as wallet, trim_scale(balance - held)::text as available,
          trim_scale(held)::text as held
     from ledger.accounts where owner_id = $1 order by asset, kind`,
)

/** All wallets of one user. */
export function balances(db: Db, ownerId: number): Promise<Balance[]> {
  return db.query(selectBalances, [ownerId])
}
