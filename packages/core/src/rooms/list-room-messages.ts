import type { Page, RoomMessage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import type { ConversationKind } from '../conversations/kind.ts'
import { listMessages, listMessagesBefore } from '../conversations/list-messages.ts'
import type { Paging } from '../pages.ts'
import { type FoundRoom, findRoom } from './find-room.ts'
import { markRoomRead } from './mark-room-read.ts'
import { asTheyAre } from './message-states.ts'
import { type AboutRoom, roomMessageOf } from './room-message.ts'

/**
 * A page of a room: page 1 ends with the newest message, each page is oldest first. What page 1 shows is
 * marked as read, and shown as it was before.
 * @throws NOT_A_PARTY
 */
export async function listRoomMessages(
  ctx: Ctx,
  { roomId, ...paging }: Paging & { readonly roomId: number },
): Promise<Page<RoomMessage>> {
  const room = await findRoom(ctx, roomId)
  const found = await listMessages(ctx, roomChat(room), roomId, paging)
  const items = await asTheyAre(ctx, roomId, found.items)
  const newest = items.at(-1)?.id ?? 0
  const isNewest = paging.page === 1 && paging.cursor === undefined
  if (isNewest && newest > room.readUpTo) await markRoomRead(ctx, { roomId, upTo: newest })
  return { ...found, items }
}

/** The latest messages of a room that has been found, oldest first; that marks nothing. */
export async function latestMessages(
  ctx: Ctx,
  room: FoundRoom,
  perPage: number,
): Promise<RoomMessage[]> {
  const { items } = await listMessagesBefore(ctx, roomChat(room), room.id, { perPage })
  return asTheyAre(ctx, room.id, items)
}

/** The chat of a room that has been found, for one of its two. */
function roomChat(room: FoundRoom): ConversationKind<AboutRoom, FoundRoom, RoomMessage> {
  return {
    kind: 'room',
    mayRead: async () => room,
    about: (roomId, { me, otherUser }, { senderId }) => ({
      roomId,
      isSeller: senderId === me.id ? me.isSeller : otherUser.isSeller,
    }),
    show: roomMessageOf,
  }
}
