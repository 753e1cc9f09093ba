import type { ReadMark } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { roomRefused } from './refusals.ts'

interface MarkedRow {
  readonly outcome: string
  readonly read_up_to: number
  readonly unread: number
}

const readFunction = dbFunction('read_room', ['room', 'upTo'], row<MarkedRow>())

/**
 * Says that the caller has read a room up to a message, or all of it, and tells both.
 * @throws NOT_A_PARTY
 */
export async function markRoomRead(
  ctx: Ctx,
  { roomId, upTo }: { roomId: number; upTo?: number | null | undefined },
): Promise<ReadMark> {
  const marked = await call(ctx, readFunction, { room: roomId, upTo: upTo ?? null })
  if (marked.outcome !== 'done') throw roomRefused(marked.outcome)
  return { readUpTo: marked.read_up_to || null, unread: marked.unread }
}
