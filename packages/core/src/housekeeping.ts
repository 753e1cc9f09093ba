import { statement } from '@souk/database'
import type { Ctx } from './context.ts'
import { KEY_HOURS } from './idempotency/run-once.ts'

const HOUR = 3_600_000

const removeKeys = statement<object>(
  'housekeeping-keys',
  'delete from idempotency_keys where created_at < $1',
)
const removeSessions = statement<object>(
  'housekeeping-sessions',
  'delete from sessions where expires_at < $1',
)
const removeFailures = statement<object>(
  'housekeeping-login-failures',
  'delete from login_failures where expire < $1',
)

/** Removes what has expired: idempotency keys, sessions with their tokens, counted failures. */
export async function housekeeping(ctx: Ctx): Promise<void> {
  const now = ctx.clock().getTime()
  await ctx.db.query(removeKeys, [new Date(now - KEY_HOURS * HOUR)])
  await ctx.db.query(removeSessions, [new Date(now)])
  await ctx.db.query(removeFailures, [now])
}
