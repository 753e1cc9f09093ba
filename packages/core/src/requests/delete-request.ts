import type { Ctx } from '../context.ts'
import { transitionRequest } from './transition-request.ts'

/**
 * Deletes a request: nobody sees it any more.
 * @throws NOT_FOUND, NOT_A_PARTY
 */
export async function deleteRequest(ctx: Ctx, { id }: { id: number }): Promise<{ id: number }> {
  await transitionRequest(ctx, 'delete', id)
  return { id }
}
