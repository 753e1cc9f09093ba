import type { Page, Room } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { isoTime, isoTimeOrNull } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { eurRate } from '../shop/products/product-of.ts'
import { roomProductOf } from './find-room.ts'

const rooms = pagedList<Room, never>('rooms', {}, () => ({
  branches: [
    `select user_id, conversation, latest_id from conversation_members
      where user_id = $me and kind = 'room'`,
  ],
  order: ['latest_id desc', 'conversation'],
  show: `r.id, room_user(other) as "otherUser", room_product(p, $eurRate::numeric) as product,
         room_request(r.request_id) as request, mine.unread as "unreadCount", m.created_at as "lastMessageAt",
         case when m.id is not null then jsonb_build_object(
           'id', m.id, 'content', m.body, 'messageType', m.type, 'senderId', m.sender_id,
           'createdAt', m.created_at) end as "lastMessage"
    from page join rooms r on r.id = room_of(page.conversation)
         join conversation_members mine
           on mine.conversation = page.conversation and mine.user_id = page.user_id
         join users other on other.id = other_side(r, page.user_id)
         left join products p on p.id = r.product_id
         left join messages m on m.id = page.latest_id`,
}))

/** The caller's rooms, latest activity first; those without a message come last. */
export async function listRooms(ctx: Ctx, paging: Paging): Promise<Page<Room>> {
  const me = signedIn(ctx).userId
  const moment = { eurRate: (await eurRate(ctx)) ?? null }
  return readPage(ctx, rooms, { me }, paging, roomOf, moment)
}

function roomOf({ lastMessage, ...row }: Room): Room {
  return {
    ...row,
    product: roomProductOf(row.product),
    lastMessageAt: isoTimeOrNull(row.lastMessageAt),
    lastMessage: lastMessage && { ...lastMessage, createdAt: isoTime(lastMessage.createdAt) },
  }
}
