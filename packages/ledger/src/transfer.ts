import { type Coin, SoukError } from '@souk/contract'
import { type Db, dbFunction, row, valuesOf } from '@souk/database'
import type { HouseAccount, Wallet } from './accounts.ts'

/** One end of a transfer: a user's wallet, or an account of the house. */
export type Party = { readonly owner: number; readonly wallet: Wallet } | { house: HouseAccount }

export interface Transfer {
  readonly from: Party
  readonly to: Party
  readonly asset: Coin
  /** A positive decimal string. */
  readonly amount: string
  /** What kind of movement it is, such as `sandbox.faucet`. */
  readonly reason: string
  /** What it belongs to, such as `user:7`. */
  readonly reference: string
  readonly at: Date
}

const transferFunction = dbFunction(
  'ledger.transfer',
  ['from', 'fromKind', 'to', 'toKind', 'asset', 'amount', 'reason', 'reference', 'at'],
  row<{ transfer: boolean }>(),
)

/**
 * Moves money at once.
 * @throws INSUFFICIENT_FUNDS when the debited wallet has too little available.
 */
export async function transfer(db: Db, { from, to, ...moved }: Transfer): Promise<void> {
  const values = valuesOf(transferFunction, {
    from: ownerOf(from),
    fromKind: kindOf(from),
    to: ownerOf(to),
    toKind: kindOf(to),
    ...moved,
  })
  const [done] = await db.query(transferFunction, values)
  if (!done?.transfer) throw new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
}

const ownerOf = (party: Party) => ('house' in party ? null : party.owner)
const kindOf = (party: Party) => ('house' in party ? party.house : party.wallet)
