import { fieldRefused, type NewWebhook, SoukError, type WebhookWithSecret } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { WebhookEndpoint } from './entities.ts'
import { followFor } from './follow.ts'
import { getWebhook } from './get-webhook.ts'
import { newSecret, sealSecret } from './secret.ts'

/** Endpoints a user may have. */
const MOST = 20

/**
 * Has what concerns the caller from now on sent to an address.
 * @throws VALIDATION_FAILED for an address to which nothing will ever be sent; CONFLICT when there are
 *   20 already
 */
export async function createWebhook(
  ctx: Ctx,
  { url, events, secret = newSecret() }: NewWebhook,
): Promise<WebhookWithSecret> {
  const { userId } = signedIn(ctx)
  refuseUrl(ctx, url)
  const now = ctx.clock()
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const afterSeq = await followFor(tx, userId)
    if ((await db.em.count(WebhookEndpoint, { userId, deletedAt: null })) >= MOST) {
      throw new SoukError('CONFLICT', `You have ${MOST} webhooks already`)
    }
    const endpoint = db.em.create(WebhookEndpoint, {
      userId,
      url,
      events,
      secret: sealSecret(ctx.settings, userId, secret),
      previousSecret: null,
      previousUntil: null,
      offReason: null,
      failingSince: null,
      afterSeq,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    })
    await db.em.flush()
    return { ...(await getWebhook(tx, { id: endpoint.id })), secret }
  })
}

/** @throws VALIDATION_FAILED for an address to which nothing will ever be sent */
export function refuseUrl(ctx: Ctx, url: string): void {
  const problem = ctx.webhooks.problemOf(url)
  if (problem !== undefined) throw fieldRefused('url', problem)
}
