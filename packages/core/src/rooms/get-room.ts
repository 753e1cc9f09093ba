import type { RoomPage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { findRoom } from './find-room.ts'
import { latestMessages } from './list-room-messages.ts'

const LATEST = 50

/**
 * A room of the caller's with its latest messages, which stay as unread as they are.
 * @throws NOT_A_PARTY
 */
export async function getRoom(ctx: Ctx, { roomId }: { roomId: number }): Promise<RoomPage> {
  const room = await findRoom(ctx, roomId)
  const { id, otherUser, product, request, unreadCount } = room
  const messages = await latestMessages(ctx, room, LATEST)
  return { id, otherUser, product, request, messages, unreadCount }
}
