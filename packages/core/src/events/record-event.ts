import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

const recordFunction = dbFunction(
  'record_event',
  ['streams', 'type', 'data'],
  row<{ record_event: string[] }>(),
)

/** Records an event in the running transaction, and wakes its readers once that has committed. */
export async function recordEvent(
  ctx: Ctx,
  streams: readonly string[],
  type: string,
  data: object,
): Promise<void> {
  // What a stranger brings about, as by showing a stolen token, is nobody's doing.
  const by: Ctx = ctx.actor.kind === 'anonymous' ? { ...ctx, actor: { kind: 'system' } } : ctx
  await call(by, recordFunction, { streams, type, data: JSON.stringify(data) })
  ctx.db.afterCommit(() => ctx.bus.wake(streams))
}
