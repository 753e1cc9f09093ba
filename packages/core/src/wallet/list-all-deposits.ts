import { type DepositForStaff, type DepositStatus, type Page, SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { pagedList, readPage } from '../pages.ts'
import { briefOf } from '../staff/user-of.ts'
import { filtersOf, ofEverybody, onlyOne, type StaffFilter, type WithBrief } from './for-staff.ts'
import { type InNaira, inNaira } from './naira.ts'
import { type DepositRow, depositOf } from './wallet-of.ts'

const deposits = pagedList<DepositRow & WithBrief>('deposits-all', ofEverybody('deposit_view'))

/** Everybody's deposits, newest first. */
export async function listAllDeposits(
  ctx: Ctx,
  filter: StaffFilter<DepositStatus>,
): Promise<Page<DepositForStaff>> {
  const worth = await inNaira(ctx)
  return readPage(ctx, deposits, filtersOf(filter), filter, (row) => shown(row, worth))
}

/** One deposit as the list has it. @throws NOT_FOUND */
export async function depositForStaff(ctx: Ctx, id: string): Promise<DepositForStaff> {
  const [row] = await ctx.db.query(deposits.list, onlyOne(id))
  if (!row) throw new SoukError('NOT_FOUND', 'Deposit not found')
  return shown(row, await inNaira(ctx))
}

function shown(row: DepositRow & WithBrief, worth: InNaira): DepositForStaff {
  return {
    ...depositOf(row),
    user: briefOf(row.brief),
    walletType: row.currency.toUpperCase(),
    nairaAmount: worth(row.currency, row.amount),
    verified: row.status === 'credited',
  }
}
