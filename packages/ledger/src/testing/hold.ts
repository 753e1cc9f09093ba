import { type Coin, SoukError } from '@souk/contract'
import { type Db, statement } from '@souk/database'
import type { HouseAccount, Wallet } from '../accounts.ts'

// Holds as tests make them. The domains call the functions of the `ledger` schema in SQL of their own,
// in the transaction of what they do.

export interface Hold {
  readonly owner: number
  readonly wallet: Wallet
  readonly asset: Coin
  readonly amount: string
  /** What the money is set aside for, such as `trade:12`. */
  readonly reference: string
  readonly at: Date
}

const holdStatement = statement<{ id: number | null }>(
  'ledger-hold',
  'select ledger.hold($1, $2, $3, $4, $5, $6) as id',
)

/**
 * Sets money aside: the first phase of a two-phase transfer.
 * @returns the hold's id, for `postHold` or `voidHold`.
 * @throws INSUFFICIENT_FUNDS when the wallet has too little available.
 */
export async function hold(db: Db, input: Hold): Promise<number> {
  const { owner, wallet, asset, amount, reference, at } = input
  const [row] = await db.query(holdStatement, [owner, wallet, asset, amount, reference, at])
  if (!row?.id) throw new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
  return row.id
}

/** Where a part of a posted hold goes. */
export type Credit = { readonly amount: string } & (
  | { readonly owner: number; readonly wallet: Wallet }
  | { readonly house: HouseAccount }
)

const postStatement = statement<object>(
  'ledger-post',
  `select ledger.post($1, (select array_agg((owner, kind, amount)::ledger.credit)
     from unnest($2::bigint[], $3::text[], $4::numeric[]) as c (owner, kind, amount)), $5, $6)`,
)

/** Pays a hold out. The credits must add up to it exactly; a hold is settled once. */
export async function postHold(
  db: Db,
  holdId: number,
  credits: readonly Credit[],
  reason: string,
  at: Date,
): Promise<void> {
  const owners = credits.map((c) => ('house' in c ? null : c.owner))
  const kinds = credits.map((c) => ('house' in c ? c.house : c.wallet))
  const amounts = credits.map((c) => c.amount)
  await db.query(postStatement, [holdId, owners, kinds, amounts, reason, at])
}

const voidStatement = statement<object>('ledger-void', 'select ledger.void($1, $2)')

/** Gives a hold back to its wallet. A hold is settled once. */
export async function voidHold(db: Db, holdId: number, at: Date): Promise<void> {
  await db.query(voidStatement, [holdId, at])
}
