import { type RequestStatus, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import { unforeseen } from '../unforeseen.ts'
import { usualExpiry } from './expiry.ts'
import { MOST_OPEN, requestNotFound, tooManyOpen } from './refusals.ts'
import { type RequestAction, type RequestRole, requestRules } from './transitions.ts'

type TransitionRow =
  | { outcome: 'done' | 'early' | 'refused' | 'too_many'; role: RequestRole; status: RequestStatus }
  | { outcome: 'unknown'; role: null; status: null }

const transitionFunction = dbFunction(
  'transition_request',
  ['request', 'action', 'expiresAt', 'most', 'when', 'to'],
  row<TransitionRow>(),
)

/**
 * Takes one step in a request's life, in one round trip; whatever ends it rejects the offers that wait. The
 * system does nothing, quietly, where its step is no longer to be taken, or not yet.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT; AUTHENTICATION_REQUIRED
 */
export async function transitionRequest(
  ctx: Ctx,
  action: RequestAction,
  id: number,
): Promise<void> {
  if (ctx.actor.kind !== 'system') signedIn(ctx)
  const { outcome, role, status } = await call(ctx, transitionFunction, {
    request: id,
    action,
    expiresAt: usualExpiry(ctx),
    most: MOST_OPEN,
    ...rulesFor(requestRules(action), 'to'),
  })
  if (outcome === 'done' || ctx.actor.kind === 'system') return
  switch (outcome) {
    case 'unknown':
      throw requestNotFound()
    case 'too_many':
      throw tooManyOpen()
    case 'refused':
      throw refused(action, role, status)
    default:
      throw unforeseen({ outcome })
  }
}

function refused(action: RequestAction, role: RequestRole, status: RequestStatus): SoukError {
  return requestRules(action).some((rule) => rule.by === role)
    ? new SoukError('CONFLICT', `You cannot ${action} a request that is ${status}`)
    : new SoukError('NOT_A_PARTY', `You cannot ${action} somebody else’s request`)
}
