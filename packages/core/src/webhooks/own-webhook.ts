import type { Ctx } from '../context.ts'
import { signedIn } from '../context.ts'
import { WebhookEndpoint } from './entities.ts'
import { followFor } from './follow.ts'
import { webhookNotFound } from './webhook-of.ts'

/** An endpoint of the caller's that is being changed. */
export interface OwnWebhook {
  readonly tx: Ctx
  readonly endpoint: WebhookEndpoint
  /** Of the user's stream at this moment. */
  readonly head: number
}

/**
 * Changes one of the caller's endpoints, in a transaction that others who change theirs wait for.
 * @returns what `change` does, once it is written
 * @throws NOT_FOUND, also for another's
 */
export function changeOwn<Result>(
  ctx: Ctx,
  id: number,
  change: (own: OwnWebhook) => Result,
): Promise<Result> {
  const { userId } = signedIn(ctx)
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const found = { id, userId, deletedAt: null }
    // Before the lock: whoever has none follows nothing.
    if ((await db.em.count(WebhookEndpoint, found)) === 0) throw webhookNotFound()
    const head = await followFor(tx, userId)
    const endpoint = await db.em.findOne(WebhookEndpoint, found, { refresh: true })
    if (!endpoint) throw webhookNotFound()
    const result = change({ tx, endpoint, head })
    endpoint.updatedAt = ctx.clock()
    await db.em.flush()
    return result
  })
}
