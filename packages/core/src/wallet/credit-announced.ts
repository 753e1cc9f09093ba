import type { DepositForStaff } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { creditDeposit } from './credit-deposit.ts'
import { depositForStaff } from './deposit-for-staff.ts'

/** Credits an announced deposit, as staff have seen it on the chain. */
export async function creditAnnounced(
  ctx: Ctx,
  input: { id: string; amount?: string | undefined; transactionId?: string | undefined },
): Promise<DepositForStaff> {
  return depositForStaff(ctx, await creditDeposit(ctx, input))
}
