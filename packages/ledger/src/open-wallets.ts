import { type Db, statement } from '@souk/database'
import { WALLETS } from './accounts.ts'

const openWalletsStatement = statement<{ id: number }>(
  'ledger-open-wallets',
  `insert into ledger.accounts (owner_id, kind, asset)
   select $1, kind, code from ledger.assets cross join unnest($2::text[]) as kind
   on conflict do nothing returning id`,
)

/** Opens a new user's wallets, one of each kind for every coin. */
export async function openWallets(db: Db, ownerId: number): Promise<void> {
  await db.query(openWalletsStatement, [ownerId, WALLETS])
}
