import type { Webhook, WebhookChange } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { refuseUrl } from './create-webhook.ts'
import { getWebhook } from './get-webhook.ts'
import { changeOwn } from './own-webhook.ts'

/**
 * Changes what is given of one of the caller's webhooks. Switched on, it is told what happens from then on.
 * @throws NOT_FOUND; VALIDATION_FAILED for an address to which nothing will ever be sent
 */
export async function updateWebhook(
  ctx: Ctx,
  { id, url, events, isActive }: WebhookChange,
): Promise<Webhook> {
  if (url !== undefined) refuseUrl(ctx, url)
  await changeOwn(ctx, id, ({ endpoint, head }) => {
    if (url !== undefined && url !== endpoint.url) {
      // Another server has not failed yet.
      Object.assign(endpoint, { url, failingSince: null })
    }
    if (events !== undefined) endpoint.events = events
    if (isActive === false) endpoint.offReason ??= 'owner'
    if (isActive === true && endpoint.offReason !== null) {
      Object.assign(endpoint, { offReason: null, failingSince: null, afterSeq: head })
    }
  })
  return getWebhook(ctx, { id })
}
