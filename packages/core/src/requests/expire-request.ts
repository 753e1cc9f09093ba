import type { Ctx } from '../context.ts'
import { transitionRequest } from './transition-request.ts'

/**
 * Ends a request whose time is over; for the job that was set for then. One that has ended otherwise stays as
 * it is; one that was given more time is looked at again.
 */
export async function expireRequest(ctx: Ctx, { requestId }: { requestId: number }): Promise<void> {
  await transitionRequest(ctx, 'expire', requestId)
}
