import { type RoomMessage, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { eurRate } from '../shop/products/product-of.ts'
import { type PostedRow, postedMessage } from './send-to-room.ts'
import { writerOf } from './writer.ts'

const offerFunction = dbFunction(
  'post_room_offer',
  ['room', 'product', 'price', 'words', 'eurRate', 'clientId', 'writer'],
  row<PostedRow>(),
)

export interface NewRoomOffer {
  readonly roomId: number
  readonly productId: number
  /** Of one piece, in EUR. */
  readonly price: string
  readonly message?: string | null
  readonly clientId?: string | null | undefined
}

/**
 * Offers the other side of a room a price for one of the seller's products. A name of the client's own counts
 * as for messages.
 * @throws NOT_A_PARTY; NOT_FOUND for a product that is not the seller's, or hidden; CONFLICT while it is
 *   out of stock, or has no price in EUR; VALIDATION_FAILED for a price that cannot be paid; FORBIDDEN where
 *   one has blocked the other
 */
export async function sendOffer(
  ctx: Ctx,
  { roomId, productId, price, message, clientId }: NewRoomOffer,
): Promise<RoomMessage & { isRepeated: boolean }> {
  const posted = await call(ctx, offerFunction, {
    room: roomId,
    product: productId,
    price,
    words: message ?? null,
    eurRate: (await eurRate(ctx)) ?? null,
    clientId: clientId ?? null,
    writer: writerOf(ctx),
  })
  if (posted.outcome === 'insufficient_stock') {
    throw new SoukError('CONFLICT', 'This product is out of stock')
  }
  return postedMessage(ctx, posted)
}
