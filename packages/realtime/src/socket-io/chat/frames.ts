import {
  millisecondTime,
  type OfferAnswer,
  type ProductSnapshot,
  type RoomMessage,
  type RoomOffer,
  type RoomPage,
  type RoomReactionsEvent,
  type RoomTypingEvent,
  type RoomUser,
} from '@souk/contract'
import type { z } from 'zod'
import type {
  Confirmation,
  Message,
  Offer,
  OfferResponse,
  Reactions,
  RoomData,
  Snapshot,
  Typing,
  User,
} from './told.ts'

type Shown<T extends z.ZodType> = z.output<T>

// What document 5 says on its socket, in its own fields: the same values as by REST.

export const userName = (id: number) => `USR_${id}`
const productName = (id: number) => `PRD_${id}`
const priced = (price: string | null) => (price === null ? null : Number(price))

const userOf = ({ id, username, profilePicture, isSeller }: RoomUser): Shown<typeof User> => ({
  id: userName(id),
  username,
  profile_picture: profilePicture,
  is_seller: isSeller,
})

const snapshotOf = ({
  id,
  name,
  price,
  currency,
  imageUrl,
}: ProductSnapshot): Shown<typeof Snapshot> => ({
  id: productName(id),
  name,
  price: priced(price),
  currency,
  image_url: imageUrl,
})

const offerOf = (offer: RoomOffer): Shown<typeof Offer> => ({
  id: offer.id,
  product_id: productName(offer.productId),
  price: priced(offer.price),
  status: offer.status,
  message: offer.message,
  product: snapshotOf(offer.product),
  answer: offer.answer,
  order_id: orderName(offer.orderId),
  counter_offer_id: offer.counterOfferId,
})

const orderName = (id: number | null) => (id === null ? null : `order_${id}`)

/** `message`, and `offer_sent` where it is one. */
export const messageFrame = (message: RoomMessage): Shown<typeof Message> => ({
  id: message.id,
  room_id: message.roomId,
  sender_id: userName(message.senderId),
  sender_username: message.senderUsername,
  sender: userOf(message.sender),
  content: message.content,
  message_type: message.messageType,
  message_data: message.messageData,
  is_read: message.isRead,
  read_at: message.readAt === null ? null : millisecondTime(message.readAt),
  created_at: millisecondTime(message.createdAt),
  ...(message.clientId !== null && { client_id: message.clientId }),
  ...(message.offer !== null && { offer: offerOf(message.offer) }),
})

/** The `room_data` of `room_joined`. */
export const roomData = ({
  id,
  otherUser,
  product,
  request,
  messages,
  unreadCount,
}: RoomPage): Shown<typeof RoomData> => ({
  room_id: id,
  other_user: userOf(otherUser),
  product: product && {
    id: productName(product.id),
    name: product.name,
    price: priced(product.price),
    image: product.image,
  },
  request: request && {
    id: `REQ_${request.id}`,
    title: request.title,
    description: request.description,
  },
  messages: messages.map(messageFrame),
  unread_count: unreadCount,
})

/** `offer_response`; what an answer does not have is left out. */
export const responseOf = (answer: OfferAnswer): Shown<typeof OfferResponse> => ({
  room_id: answer.roomId,
  offer_id: answer.offerId,
  response: answer.response,
  status: answer.status,
  user_id: userName(answer.userId),
  username: answer.username,
  message: answer.message,
  ...(answer.counterPrice !== null && { counter_price: priced(answer.counterPrice) }),
  ...(answer.counterOfferId !== null && { counter_offer_id: answer.counterOfferId }),
  ...(answer.orderId !== null && { order_id: orderName(answer.orderId) }),
  timestamp: millisecondTime(answer.answeredAt),
})

/** `message_reaction_stats`. */
export const reactionsFrame = ({
  messageId,
  roomId,
  reactions,
  at,
}: RoomReactionsEvent): Shown<typeof Reactions> => ({
  message_id: messageId,
  room_id: roomId,
  reactions,
  timestamp: millisecondTime(at),
})

/** `typing_update`. */
export const typingFrame = ({
  roomId,
  userId,
  username,
  action,
  at,
}: RoomTypingEvent): Shown<typeof Typing> => ({
  room_id: roomId,
  user_id: userName(userId),
  username,
  action,
  timestamp: millisecondTime(at),
})

/** What confirms a message to whoever has sent it, beside its number. */
export const confirmation = ({
  roomId,
  clientId,
  createdAt,
}: RoomMessage): Shown<typeof Confirmation> => ({
  room_id: roomId,
  ...(clientId !== null && { client_id: clientId }),
  created_at: millisecondTime(createdAt),
  timestamp: millisecondTime(createdAt),
})
