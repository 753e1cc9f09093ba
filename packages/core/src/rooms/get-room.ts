import type { RoomMessage, RoomPage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { findRoom } from './find-room.ts'
import { latestMessages } from './list-room-messages.ts'

const LATEST = 50
/** Bytes of their data: whoever enters a room is not to be sent more, and can page through the rest. */
const MOST_DATA = 256 * 1024

/**
 * A room of the caller's with its latest messages, fewer where their data are large, which stay as unread as they are.
 * @throws NOT_A_PARTY
 */
export async function getRoom(ctx: Ctx, { roomId }: { roomId: number }): Promise<RoomPage> {
  const room = await findRoom(ctx, roomId)
  const { id, otherUser, product, request, unreadCount } = room
  const messages = latestThatFit(await latestMessages(ctx, room, LATEST))
  return { id, otherUser, product, request, messages, unreadCount }
}

/** The last one in any case. */
function latestThatFit(messages: readonly RoomMessage[]): RoomMessage[] {
  let left = MOST_DATA
  const first = messages.findLastIndex(({ messageData }) => {
    left -= messageData ? JSON.stringify(messageData).length : 0
    return left < 0
  })
  return messages.slice(Math.min(first + 1, messages.length - 1))
}
