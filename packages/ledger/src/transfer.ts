import { type Coin, SoukError } from '@souk/contract'
import { type Db, statement } from '@souk/database'
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

const transferStatement = statement<{ done: boolean }>(
  'ledger-transfer',
  'select ledger.transfer($1, $2, $3, $4, $5, $6, $7, $8, $9) as done',
)

const ends = (party: Party) =>
  'house' in party ? [null, party.house] : [party.owner, party.wallet]

/**
 * Moves money at once.
 * @throws INSUFFICIENT_FUNDS when the debited wallet has too little available.
 */
export async function transfer(db: Db, input: Transfer): Promise<void> {
  const { from, to, asset, amount, reason, reference, at } = input
  const values = [...ends(from), ...ends(to), asset, amount, reason, reference, at]
  const [row] = await db.query(transferStatement, values)
  if (!row?.done) throw new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
}
