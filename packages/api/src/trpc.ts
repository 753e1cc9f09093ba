import { type Access, type ErrorCode, type FieldError, type Kind, SoukError } from '@souk/contract'
import type { Ctx } from '@souk/core'
import { initTRPC, type TRPCDefaultErrorShape } from '@trpc/server'
import { type Actor } from '@souk/core'
import { type ApiContext, identify } from './context.ts'
import { rateLimited } from './rate-limit.ts'
import { toSoukError, toTrpcError } from './errors.ts'

/** What a tRPC client sees of a refusal, beside tRPC's own fields. */
export interface SoukErrorData {
  readonly soukCode: ErrorCode
  readonly fields: readonly FieldError[]
  readonly retryAfter?: number
}

export type SoukErrorShape = TRPCDefaultErrorShape & {
  readonly data: TRPCDefaultErrorShape['data'] & SoukErrorData
}

export const t = initTRPC.context<ApiContext>().create({
  errorFormatter({ shape, error }): SoukErrorShape {
    const { code: soukCode, fields, message, retryAfter } = toSoukError(error)
    const { stack: _, ...data } = shape.data
    const extra = retryAfter === undefined ? {} : { retryAfter }
    return { ...shape, message, data: { ...data, soukCode, fields, ...extra } }
  },
})

/** Turns whatever was thrown into one of our errors, and reports the faults among them. */
const refusals = t.middleware(async ({ ctx, next }) => {
  const result = await next()
  if (result.ok) return result
  const error = toSoukError(result.error)
  if (error.code === 'INTERNAL_ERROR') ctx.report(error.cause)
  throw toTrpcError(error)
})

/**
 * Finds out who is calling, and takes the call from his quota; a call with a bad credential counts
 * for its address.
 */
async function admit(ctx: ApiContext, access: Access, kind: Kind): Promise<Actor> {
  const take = async (actor: Actor) => {
    const quota = await ctx.limiter.take(actor, ctx.core.address)
    if (!quota) return
    ctx.outcome.quota = quota
    if (quota.exceeded) throw rateLimited(quota, ctx.core.clock())
  }
  try {
    const actor = await identify(ctx, access, kind)
    await take(actor)
    return actor
  } catch (error) {
    if (!ctx.outcome.quota) await take({ kind: 'anonymous' })
    throw error
  }
}

/** A procedure whose access is checked before its input is even looked at. */
export function procedureFor(access: Access, kind: Kind) {
  return t.procedure.use(refusals).use(async ({ ctx, next }) => {
    if (ctx.socket && kind !== 'subscription') {
      throw new SoukError('METHOD_NOT_ALLOWED', 'Sockets carry subscriptions; call this over HTTP')
    }
    const actor = await admit(ctx, access, kind)
    return next({ ctx: { ...ctx, verb: { ...ctx.core, actor } satisfies Ctx } })
  })
}
