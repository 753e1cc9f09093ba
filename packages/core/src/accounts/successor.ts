import type { Login } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { seal, unseal } from '../idempotency/seal.ts'
import { hashToken } from './tokens.ts'

/** Milliseconds for which a used refresh token gives the same pair again: tabs show it at once. */
export const GRACE = 30_000

const keep = statement<object>(
  'refresh-successor-keep',
  'update refresh_tokens set successor = $2 where token_hash = $1',
)

const read = statement<{ successor: Buffer }>(
  'refresh-successor-read',
  `select successor from refresh_tokens
    where token_hash = $1 and used_at >= $2 and successor is not null`,
)

const forget = statement<object>(
  'refresh-successors-forget',
  `update refresh_tokens t set successor = null from sessions s
    where s.id = t.session_id and s.user_id = $1 and t.successor is not null`,
)

const remove = statement<object>(
  'clean-up-refresh-successors',
  'update refresh_tokens set successor = null where successor is not null and used_at < $1',
)

const since = (ctx: Ctx) => new Date(ctx.clock().getTime() - GRACE)

/** Remembers what a refresh token gave; only whoever shows it again can read that. */
export async function keepSuccessor(ctx: Ctx, refresh: string, pair: Login): Promise<void> {
  const sealed = seal(ctx.settings, refresh, JSON.stringify(pair))
  await ctx.db.query(keep, [hashToken(refresh), sealed])
}

/** What a refresh token has just given. Nothing, if that is longer ago, or to be forgotten. */
export async function successorOf(ctx: Ctx, refresh: string): Promise<Login | undefined> {
  const [row] = await ctx.db.query(read, [hashToken(refresh), since(ctx)])
  if (!row) return undefined
  try {
    return JSON.parse(unseal(ctx.settings, refresh, row.successor))
  } catch {
    return undefined // sealed under a secret key that has been replaced since
  }
}

/** From now on no used token of this user gives anything. */
export async function forgetSuccessors(ctx: Ctx, userId: number): Promise<void> {
  await ctx.db.query(forget, [userId])
}

export async function removeSuccessors(ctx: Ctx): Promise<void> {
  await ctx.db.query(remove, [since(ctx)])
}
