import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { openSecret } from './secret.ts'

const newest = statement<{ user_id: string; secret: Buffer }>(
  'webhook-newest-secret',
  'select user_id, secret from webhook_endpoints order by id desc limit 1',
)

/** What is lost if the secret of the newest webhook cannot be opened. */
export async function unreadableWebhooks(ctx: Ctx): Promise<string | undefined> {
  const [row] = await ctx.db.query(newest, [])
  if (!row || openSecret(ctx.settings, Number(row.user_id), row.secret)) return undefined
  return 'secrets of webhooks, whose owners have to renew them'
}
