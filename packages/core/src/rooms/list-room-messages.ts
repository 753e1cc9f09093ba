import type { Page, RoomMessage } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import type { ConversationKind } from '../conversations/kind.ts'
import { listMessages, listMessagesBefore } from '../conversations/list-messages.ts'
import { isoTimeOrNull } from '../iso-time.ts'
import type { Paging } from '../pages.ts'
import { type FoundRoom, findRoom } from './find-room.ts'
import { markRoomRead } from './mark-room-read.ts'
import { type AboutRoom, type OfferRow, offerOf, roomMessageOf } from './room-message.ts'

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
  return { ...found, items, total: room.messages }
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

interface StateRow {
  readonly id: number
  readonly readAt: string | null
  readonly offer: OfferRow | null
}

const selectStates = statement<StateRow>(
  'room-message-states',
  `select m.id,
          (select read_at from room_reads
            where room_id = r.id and user_id = other_side(r, m.sender_id) and up_to >= m.id
            order by up_to limit 1) as "readAt",
          case when m.type = 'offer' then (
            select to_jsonb(v) - array['id', 'room_id'] from room_offer_view v where v.id = m.id) end as offer
     from rooms r, messages m where r.id = $1 and m.id = any ($2::bigint[])`,
)

/** Messages with what has become of them: who has read them, and how offers stand. */
async function asTheyAre(
  ctx: Ctx,
  roomId: number,
  messages: RoomMessage[],
): Promise<RoomMessage[]> {
  if (messages.length === 0) return messages
  const rows = await ctx.db.query(selectStates, [roomId, messages.map(({ id }) => id)])
  const states = new Map(rows.map((row) => [row.id, row]))
  return messages.map((message) => {
    const { readAt = null, offer = null } = states.get(message.id) ?? {}
    return {
      ...message,
      isRead: readAt !== null,
      readAt: isoTimeOrNull(readAt),
      offer: offer && offerOf(message.id, offer, message.messageData),
    }
  })
}
