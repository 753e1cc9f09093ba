import { type Access, type Kind, SoukError } from '@souk/contract'
import type { Actor } from '@souk/core'
import { ANONYMOUS, type ApiContext, identify, isStranger } from './context.ts'
import { rateLimited, UNLIMITED } from './rate-limit.ts'

/**
 * Finds out who is calling, and takes the call from their quota; a call with a bad credential counts
 * for its address.
 */
export async function admit(ctx: ApiContext, access: Access, kind: Kind): Promise<Actor> {
  refuseWrongDoor(ctx, kind)
  const actor = isStranger(ctx, access) ? ANONYMOUS : await identified(ctx, access, kind)
  if (ctx.limiter !== UNLIMITED) await takeFromQuota(ctx, actor)
  return actor
}

async function identified(ctx: ApiContext, access: Access, kind: Kind): Promise<Actor> {
  try {
    return await identify(ctx, access, kind)
  } catch (error) {
    await takeFromQuota(ctx, ANONYMOUS)
    throw error
  }
}

async function takeFromQuota(ctx: ApiContext, actor: Actor): Promise<void> {
  const quota = await ctx.limiter.take(actor, ctx.core.address)
  if (!quota) return
  ctx.outcome.quota = quota
  if (quota.exceeded) throw rateLimited(quota, ctx.core.clock())
}

/**
 * Subscriptions go over sockets, which are counted, and closed when their credential dies; tRPC
 * would also stream them over HTTP, where nobody watches. Everything else goes over HTTP.
 */
function refuseWrongDoor({ socket }: ApiContext, kind: Kind): void {
  if (socket && kind !== 'subscription') {
    throw new SoukError('METHOD_NOT_ALLOWED', 'Sockets carry subscriptions; call this over HTTP')
  }
  if (!socket && kind === 'subscription') {
    throw new SoukError('METHOD_NOT_ALLOWED', 'Subscribe over a WebSocket')
  }
}
