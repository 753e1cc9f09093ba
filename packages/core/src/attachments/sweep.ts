import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { COMING_MINUTES, LOOSE_HOURS } from './limits.ts'
import { removeKept } from './remove-kept.ts'

/** Removed at a time. */
const MOST = 50

const sweepFunction = dbFunction(
  'sweep_attachments',
  ['comingBefore', 'looseBefore', 'most'],
  row<{ ids: string[] | null }>(),
)

/**
 * Removes files that were to come and have not, that no message was sent with, and whose messages are deleted.
 * A process may have ended anywhere on the way: each file has a row from before it was kept until after it
 * is gone. What the store cannot remove now is left for the next time.
 */
export async function sweep(ctx: Ctx): Promise<void> {
  const before = (minutes: number) => new Date(ctx.clock().getTime() - minutes * 60_000)
  const values = {
    comingBefore: before(COMING_MINUTES),
    looseBefore: before(LOOSE_HOURS * 60),
    most: MOST,
  }
  for (;;) {
    const { ids } = await call(ctx, sweepFunction, values)
    const [failure] = await removeKept(ctx, ids ?? [])
    if (failure !== undefined) throw failure
    if ((ids?.length ?? 0) < MOST) return
  }
}
