import { SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import type { Room } from '../prepared.ts'
import { COMING_MINUTES, LIMITS } from './limits.ts'
import { removeKept } from './remove-kept.ts'

interface BegunRow {
  readonly outcome: 'done' | 'full' | 'busy'
  readonly id: string | null
}

const beginFunction = dbFunction(
  'begin_attachment',
  ['bytes', 'mostBytes', 'mostComing', 'since'],
  row<BegunRow>(),
)

const dropFunction = dbFunction('drop_attachment', ['id'], row<{ dropped: boolean }>())

/**
 * Sets aside what a file will take of its sender's space, before it comes.
 * @throws LIMIT_EXCEEDED where that is full; RATE_LIMITED where too many of theirs are coming already
 */
export async function makeRoom(ctx: Ctx, bytes: number): Promise<Room> {
  const { outcome, id } = await call(ctx, beginFunction, {
    bytes: Math.max(1, bytes),
    mostBytes: LIMITS.bytes,
    mostComing: LIMITS.atOnce,
    since: new Date(ctx.clock().getTime() - COMING_MINUTES * 60_000),
  })
  if (outcome === 'full') throw spaceIsFull()
  if (outcome === 'busy' || id === null) {
    const message = `You are sending ${LIMITS.atOnce} files already`
    throw new SoukError('RATE_LIMITED', message, { retryAfter: 5 })
  }
  return { id, giveBack: () => giveBack(ctx, id) }
}

export function spaceIsFull(): SoukError {
  const message = `Your files may take ${LIMITS.bytes / 1024 ** 2} MiB together`
  return new SoukError('LIMIT_EXCEEDED', message)
}

/** What fails here is done by `sweep`. */
async function giveBack(ctx: Ctx, id: string): Promise<void> {
  try {
    const { dropped } = await call(ctx, dropFunction, { id })
    // Nobody waits for a store that has just failed, perhaps.
    if (dropped) removeKept(ctx, [id]).catch(() => {})
  } catch {
    // The database is away, or the store: both the room and the file are looked after later.
  }
}
