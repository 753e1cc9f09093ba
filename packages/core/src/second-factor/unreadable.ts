import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { openSecret } from './secret.ts'

const newest = statement<{ user_id: string; secret: Buffer }>(
  'two-factor-newest-secret',
  'select user_id, secret from two_factor order by user_id desc limit 1',
)

/** What is lost if the secret of the newest user with an authenticator app cannot be opened. */
export async function unreadableApps(ctx: Ctx): Promise<string | undefined> {
  const [row] = await ctx.db.query(newest, [])
  if (!row || openSecret(ctx.settings, Number(row.user_id), row.secret)) return undefined
  return 'secrets of authenticator apps, whose owners need a backup code or staff'
}
