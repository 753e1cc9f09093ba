import { type Access, type Kind, type QuotaName, SoukError } from '@souk/contract'
import type { Actor } from '@souk/core'
import { ANONYMOUS, type ApiContext, identify, isStranger } from './context.ts'
import { toSoukError } from './errors.ts'
import { rateLimited } from './rate-limit.ts'

/**
 * What came of a call at the door: whose it is, for what kind of call and no other, or why it is
 * refused.
 */
export type Admission =
  | {
      readonly actor: Actor
      readonly access: Access
      readonly kind: Kind
      readonly quota: QuotaName
    }
  | { readonly refused: SoukError }

/**
 * Finds out who is calling, and takes the call from their quota; a call with a bad credential, or
 * through a door it does not fit, counts too: for its address, or for whoever makes it.
 * @throws AUTHENTICATION_REQUIRED, INVALID_TOKEN, TWO_FACTOR_REQUIRED, FORBIDDEN, RATE_LIMITED, METHOD_NOT_ALLOWED
 */
export async function admit(
  ctx: ApiContext,
  access: Access,
  kind: Kind,
  quota: QuotaName = 'calls',
): Promise<Actor> {
  const actor = isStranger(ctx, access) ? ANONYMOUS : await identified(ctx, access, kind)
  await takeFromQuota(ctx, actor, quota)
  refuseWrongDoor(ctx, kind)
  if (actor.kind === 'user' || actor.kind === 'staff') ctx.core.presence.seen(actor.userId)
  return actor
}

/**
 * The same before a body is read, so that reading and parsing are done for nobody who is refused:
 * what it gives goes with the call (`ctx.admission`), which then counts once.
 */
export async function admission(
  ctx: ApiContext,
  access: Access,
  kind: Kind,
  quota: QuotaName = 'calls',
): Promise<Admission> {
  try {
    return { actor: await admit(ctx, access, kind, quota), access, kind, quota }
  } catch (thrown) {
    return { refused: toSoukError(thrown) }
  }
}

/**
 * Who is calling: as the door has found out for such a call, or now. What was let in as one call cannot be
 * used for another, however a door may have mistaken them.
 */
export function admitted(
  ctx: ApiContext,
  access: Access,
  kind: Kind,
  quota: QuotaName = 'calls',
): Actor | Promise<Actor> {
  const { admission: found } = ctx
  if (!found) return admit(ctx, access, kind, quota)
  if ('refused' in found) throw found.refused
  const isSuch = found.access === access && found.kind === kind && found.quota === quota
  return isSuch ? found.actor : admit(ctx, access, kind, quota)
}

/** Counts what is no call of a procedure (a page, an unknown path) for the address it comes from. */
export async function countStranger(ctx: ApiContext): Promise<void> {
  await takeFromQuota(ctx, ANONYMOUS, 'calls')
}

async function identified(ctx: ApiContext, access: Access, kind: Kind): Promise<Actor> {
  try {
    return await identify(ctx, access, kind)
  } catch (error) {
    await takeFromQuota(ctx, ANONYMOUS, 'calls')
    throw error
  }
}

async function takeFromQuota(ctx: ApiContext, actor: Actor, name: QuotaName): Promise<void> {
  const quota = await ctx.limiter.take(actor, ctx.core.address, name)
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
