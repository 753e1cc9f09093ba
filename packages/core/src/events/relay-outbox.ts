import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

/** Events that are recorded at once. */
const MOST = 500

const relayFunction = dbFunction('relay_outbox', ['most'], row<{ relayed: number }>())

/**
 * Records what the outbox has in the streams that it is for. Processes that do so at a time follow each other;
 * of one that dies in between nothing is done, and nothing lost.
 */
export async function relayOutbox(ctx: Ctx): Promise<{ relayed: number; mayHaveMore: boolean }> {
  const { relayed } = await call(ctx, relayFunction, { most: MOST })
  return { relayed, mayHaveMore: relayed === MOST }
}
