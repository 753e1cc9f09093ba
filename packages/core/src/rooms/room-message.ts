import type { ProductSnapshot, RoomMessage, RoomMessageType } from '@souk/contract'
import type { StoredMessage } from '../conversations/kind.ts'
import { showAmount } from '../show-amount.ts'

/** What messages say beside themselves. */
export interface AboutRoom {
  readonly roomId: number
  /** Their sender has a store. */
  readonly isSeller?: boolean
  /** As it was when the message was sent, or as it is. */
  readonly offer?: OfferRow | null
  /** Where it was written: a session, or one connection of it. */
  readonly session?: string
  readonly connection?: string
}

/** What a message alone does not say of its offer; what comes later is missing while it is new. */
export type OfferRow = Pick<NonNullable<RoomMessage['offer']>, 'productId' | 'price' | 'status'> &
  Partial<
    Pick<NonNullable<RoomMessage['offer']>, 'message' | 'answer' | 'orderId' | 'counterOfferId'>
  >

/** A product in `message_data`, in the words of document 5. */
interface ProductInData {
  readonly id: string
  readonly name: string
  readonly price: number | null
  readonly image_url: string | null
}

/** How a message of a room is shown when it has just been sent: see `asTheyAre`. */
export function roomMessageOf(stored: StoredMessage & AboutRoom): RoomMessage {
  const { id, roomId, senderId, senderUsername, avatar, isSeller = false, message } = stored
  const { type, data, clientId, createdAt, offer } = stored
  return {
    id,
    roomId,
    senderId,
    senderUsername,
    sender: { id: senderId, username: senderUsername, profilePicture: avatar, isSeller },
    content: message,
    // Nothing else is written there: the contract, and `make_offer`, know no other types.
    messageType: type as RoomMessageType,
    messageData: data as RoomMessage['messageData'],
    isRead: false,
    readAt: null,
    createdAt,
    clientId,
    offer: offer ? offerOf(id, offer, data) : null,
  }
}

/** An offer, with the product as its message has it. */
export function offerOf(id: number, row: OfferRow, data: unknown): RoomMessage['offer'] {
  const { product } = data as { product: ProductInData } // as `make_offer` writes it
  const { message = null, answer = null, orderId = null, counterOfferId = null, ...offer } = row
  return { id, ...offer, message, product: snapshotOf(product), answer, orderId, counterOfferId }
}

function snapshotOf({ id, name, price, image_url }: ProductInData): ProductSnapshot {
  return {
    id: Number(id.replace('PRD_', '')),
    name,
    price: price === null ? null : showAmount(String(price)),
    currency: 'EUR',
    imageUrl: image_url,
  }
}
