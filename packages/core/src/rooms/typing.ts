import type { RoomTypingEvent } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { roomStream } from '../events/streams.ts'
import type { Watched } from '../events/watch.ts'
import { watchHints } from '../events/watch-hints.ts'
import { accessDenied } from './refusals.ts'

/** Somebody in a room, and whether the two may write to each other. */
interface Typist {
  readonly username: string
  readonly refusal: string | null
}

const selectTypist = statement<Typist>(
  'room-typist',
  `select me.username, writing_refused($1, other_side(r, $1)) as refusal
     from rooms r join users me on me.id = $1
    where r.id = $2 and $1 in (r.buyer_id, r.seller_id)`,
)

async function typistIn(ctx: Ctx, roomId: number): Promise<Typist & { userId: number }> {
  const { userId } = signedIn(ctx)
  const [typist] = await ctx.db.query(selectTypist, [userId, roomId])
  if (!typist) throw accessDenied()
  return { ...typist, userId }
}

/**
 * Tells those who hear a room that the caller is writing, or is no more: now or never.
 * @throws NOT_A_PARTY
 */
export async function sendRoomTyping(
  ctx: Ctx,
  { roomId, action }: Pick<RoomTypingEvent, 'roomId' | 'action'>,
): Promise<null> {
  const { userId, username, refusal } = await typistIn(ctx, roomId)
  if (refusal !== null) return null
  const at = ctx.clock().toISOString()
  const event: RoomTypingEvent = { type: 'room.typing', at, roomId, userId, username, action }
  ctx.bus.tell(roomStream(roomId), JSON.stringify({ ...event, connection: ctx.connection }))
  return null
}

/** What is said over the bus of a room. */
export interface RoomHint {
  readonly event: RoomTypingEvent
  /** The connection that it came by, if it did by one. */
  readonly connection: string | undefined
}

export function roomHintOf(hint: string): RoomHint {
  const { connection, ...event } = JSON.parse(hint)
  return { event, connection }
}

/**
 * Who is writing in a room of the caller's.
 * @throws NOT_A_PARTY
 */
export async function* watchRoomTyping(
  ctx: Ctx,
  { roomId }: { roomId: number },
  signal: AbortSignal,
): AsyncGenerator<Watched<RoomTypingEvent>, void> {
  await typistIn(ctx, roomId)
  yield* watchHints(ctx, roomStream(roomId), (hint) => roomHintOf(hint).event, signal)
}
