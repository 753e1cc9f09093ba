import { type BuyerRequest, fieldRefused, type RequestStatus } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { showRequest } from './get-request.ts'
import { transitionRequest } from './transition-request.ts'
import type { RequestAction } from './transitions.ts'

/** The action that a status asked for stands for. */
const ACTION_TO: Readonly<Partial<Record<RequestStatus, RequestAction>>> = {
  OPEN: 'reopen',
  FULFILLED: 'fulfil',
  CLOSED: 'close',
}

/**
 * Takes the step that leads to the status asked for.
 * @throws VALIDATION_FAILED, NOT_FOUND, NOT_A_PARTY, CONFLICT
 */
export async function setRequestStatus(
  ctx: Ctx,
  { id, status }: { id: number; status: RequestStatus },
): Promise<BuyerRequest> {
  const action = ACTION_TO[status]
  if (!action)
    throw fieldRefused('status', 'must be OPEN, FULFILLED or CLOSED: only time is EXPIRED')
  await transitionRequest(ctx, action, id)
  return showRequest(ctx, id)
}
