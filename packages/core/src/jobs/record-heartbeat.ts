import { row, type Statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

/**
 * Statements that move deadlines on which had not come at $1, when Souk was last there: by the time
 * from then, or from when they began, until $2.
 */
export type GiveBackTime = readonly Statement<object>[]

/** In such a statement: the time that somebody lost whose row is of `created_at`. */
export const LOST = `greatest($2::timestamptz - greatest($1, created_at), interval '0')`

/** Milliseconds of silence that are nobody's loss. */
const SILENCE = 15_000

const heartbeatFunction = dbFunction('record_heartbeat', [], row<{ since: Date | null }>())

/**
 * Says that Souk is there, well within every 15 seconds. After a longer silence, running windows
 * are first given back the time they lost, so every deadline asks here before it strikes. The lock
 * on the beat lets one process do it for all.
 * @returns for how many seconds nobody was there, or null
 */
export function recordHeartbeat(
  ctx: Ctx,
  giveBack: readonly GiveBackTime[],
): Promise<number | null> {
  const now = ctx.clock()
  return ctx.db.transaction(async (db) => {
    const { since } = await call({ ...ctx, db }, heartbeatFunction, {})
    const silence = since === null ? 0 : now.getTime() - new Date(since).getTime()
    if (silence <= SILENCE) return null
    for (const statement of giveBack.flat()) await db.query(statement, [since, now])
    return silence / 1000
  })
}
