import type { Webhook } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { webhookColumns, webhookNotFound, webhookOf } from './webhook-of.ts'

const select = statement<Webhook>(
  'webhook-get',
  `select ${webhookColumns('$3')} from webhook_endpoints e
    where e.id = $1 and e.user_id = $2 and e.deleted_at is null`,
)

/** One of the caller's webhooks. @throws NOT_FOUND, also for another's */
export async function getWebhook(ctx: Ctx, { id }: { id: number }): Promise<Webhook> {
  const [row] = await ctx.db.query(select, [id, signedIn(ctx).userId, ctx.clock()])
  if (!row) throw webhookNotFound()
  return webhookOf(row)
}
