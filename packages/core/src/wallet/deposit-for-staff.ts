import type { DepositForStaff } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { briefOf } from '../people/brief-of.ts'
import { type WithBrief, withBrief } from './for-staff.ts'
import { type InNaira, inNaira } from './naira.ts'
import { type DepositRow, depositOf } from './wallet-of.ts'

/** A deposit as a step has left it, in the words of the list. */
export async function depositForStaff(ctx: Ctx, row: DepositRow): Promise<DepositForStaff> {
  return depositShownToStaff(await withBrief(ctx, row), await inNaira(ctx))
}

export function depositShownToStaff(row: DepositRow & WithBrief, worth: InNaira): DepositForStaff {
  return {
    ...depositOf(row),
    user: briefOf(row.brief),
    walletType: row.currency.toUpperCase(),
    nairaAmount: worth(row.currency, row.amount),
    verified: row.status === 'credited',
  }
}
