import type { RoomProduct, RoomRequest, RoomUser } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { eurRate } from '../shop/products/product-of.ts'
import { showAmount } from '../show-amount.ts'
import { accessDenied } from './refusals.ts'

/** A room as one of its two finds it. */
export interface FoundRoom {
  readonly id: number
  readonly me: RoomUser
  readonly otherUser: RoomUser
  readonly product: RoomProduct | null
  readonly request: RoomRequest | null
  readonly unreadCount: number
  /** The last message that the caller has read; 0 for none. */
  readonly readUpTo: number
}

const selectRoom = statement<FoundRoom>(
  'room-get',
  `select r.id, room_user(me) as me, room_user(other) as "otherUser",
          room_product(p, $3::numeric) as product, room_request(r.request_id) as request,
          mine.unread as "unreadCount", mine.read_up_to as "readUpTo"
     from rooms r join users me on me.id = $1 join users other on other.id = other_side(r, $1)
          left join products p on p.id = r.product_id
          join conversation_members mine
            on mine.conversation = 'room:' || r.id and mine.user_id = $1
    where r.id = $2 and $1 in (r.buyer_id, r.seller_id)`,
)

/**
 * Finds a room of the caller's.
 * @throws NOT_A_PARTY
 */
export async function findRoom(ctx: Ctx, roomId: number): Promise<FoundRoom> {
  const { userId } = signedIn(ctx)
  const rate = await eurRate(ctx)
  const [row] = await ctx.db.query(selectRoom, [userId, roomId, rate ?? null])
  if (!row) throw accessDenied()
  return { ...row, product: roomProductOf(row.product) }
}

/** A product as SQL's `room_product` has it. */
export function roomProductOf(product: RoomProduct | null): RoomProduct | null {
  return product && { ...product, price: product.price && showAmount(product.price) }
}
