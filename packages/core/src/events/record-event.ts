import { statement } from '@souk/database'
import { type Ctx, viewerId } from '../context.ts'

const recordStatement = statement<object>('event-record', 'select record_event($1, $2, $3, $4, $5)')

/** Records an event in the running transaction, and wakes its readers once that has committed. */
export async function recordEvent(
  ctx: Ctx,
  streams: readonly string[],
  type: string,
  data: object,
): Promise<void> {
  const values = [streams, type, JSON.stringify(data), viewerId(ctx), ctx.clock()]
  await ctx.db.query(recordStatement, values)
  wakeAfterCommit(ctx, streams)
}

/** For verbs whose database function has recorded the event itself. */
export function wakeAfterCommit(ctx: Ctx, streams: readonly string[]): void {
  ctx.db.afterCommit(() => ctx.bus.wake(streams))
}
