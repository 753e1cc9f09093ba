import type { Withdrawal } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { transitionWithdrawal } from './transition-withdrawal.ts'
import { withdrawalOf } from './wallet-of.ts'

/** Takes back one's own withdrawal while staff have not decided; the money is free again. */
export async function cancelWithdrawal(ctx: Ctx, input: { id: string }): Promise<Withdrawal> {
  return withdrawalOf(await transitionWithdrawal(ctx, 'cancel', input))
}
