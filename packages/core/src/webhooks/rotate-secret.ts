import type { NewSecret, WebhookWithSecret } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { getWebhook } from './get-webhook.ts'
import { changeOwn } from './own-webhook.ts'
import { newSecret, sealSecret } from './secret.ts'

/** Milliseconds for which the secret before goes on. */
const DAY = 24 * 3_600_000

/**
 * Gives one of the caller's webhooks another secret. For a day both sign what is sent.
 * @throws NOT_FOUND
 */
export async function rotateSecret(
  ctx: Ctx,
  { id, secret = newSecret() }: NewSecret,
): Promise<WebhookWithSecret> {
  const { userId } = signedIn(ctx)
  await changeOwn(ctx, id, ({ endpoint }) => {
    Object.assign(endpoint, {
      previousSecret: endpoint.secret,
      previousUntil: new Date(ctx.clock().getTime() + DAY),
      secret: sealSecret(ctx.settings, userId, secret),
    })
  })
  return { ...(await getWebhook(ctx, { id })), secret }
}
