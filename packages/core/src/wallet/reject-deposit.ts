import { type DepositForStaff, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { unforeseen } from '../unforeseen.ts'
import { depositForStaff } from './deposit-for-staff.ts'
import { depositRefused } from './refused.ts'
import { depositRules, type MoneyRole } from './transitions.ts'
import type { DepositRow } from './wallet-of.ts'

type RejectRow =
  | { outcome: 'done'; deposit: DepositRow }
  | { outcome: 'refused'; deposit: DepositRow & { readonly role: MoneyRole } }
  | { outcome: 'unknown'; deposit: null }

const rejectFunction = dbFunction(
  'reject_deposit',
  ['deposit', 'reason', 'when', 'to'],
  row<RejectRow>(),
)

/** Rejects an announced deposit. @throws NOT_FOUND, FORBIDDEN on one's own, CONFLICT */
export async function rejectDeposit(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<DepositForStaff> {
  const rejected = await call(ctx, rejectFunction, {
    deposit: id,
    reason,
    ...rulesFor(depositRules('reject'), 'to'),
  })
  switch (rejected.outcome) {
    case 'done':
      return depositForStaff(ctx, rejected.deposit)
    case 'refused':
      throw depositRefused('reject', rejected.deposit)
    case 'unknown':
      throw new SoukError('NOT_FOUND', 'Deposit not found')
    default:
      throw unforeseen(rejected)
  }
}
