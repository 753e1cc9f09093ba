import { z } from 'zod'
import { amountShown, asNumber, id, prefixed, time } from '../fields.ts'
import { MESSAGE_TYPES, RoomMessage } from './message.ts'
import { RoomUser } from './user.ts'

const counted = () => z.int().min(0)

/** What a room is about, where it is about a product. */
export const RoomProduct = z.object({
  id: prefixed('PRD', id()),
  name: z.string(),
  price: asNumber(amountShown().nullable()).describe(
    'In EUR, as it is now; null while there is no rate for it.',
  ),
  image: z.string().nullable().describe('The first of its pictures.'),
})
export type RoomProduct = z.output<typeof RoomProduct>

/** What somebody looks for, where a room is about that. */
export const RoomRequest = z.object({
  id: prefixed('REQ', id()),
  title: z.string(),
  description: z.string(),
})
export type RoomRequest = z.output<typeof RoomRequest>

/** What a room is, to one of its two. */
const room = {
  id: id(),
  otherUser: RoomUser,
  product: RoomProduct.nullable(),
  request: RoomRequest.nullable(),
}

/** A room as lists show it. */
export const Room = z.object({
  ...room,
  lastMessage: z
    .object({
      id: id(),
      content: z.string(),
      messageType: z.enum(MESSAGE_TYPES),
      senderId: prefixed('USR', id()),
      createdAt: time(),
    })
    .nullable(),
  unreadCount: counted().describe('How many messages of the other’s the caller has not read.'),
  lastMessageAt: time().nullable(),
})
export type Room = z.output<typeof Room>

/** A room with its latest messages. */
export const RoomPage = z.object({
  ...room,
  messages: z
    .array(RoomMessage)
    .describe('The latest 50, oldest first; fewer where their data are large.'),
  unreadCount: Room.shape.unreadCount,
})
export type RoomPage = z.output<typeof RoomPage>

/** A room as it is answered to whoever opens it. */
export const OpenedRoom = z.object({
  id: id(),
  buyerId: prefixed('USR', id()),
  sellerId: prefixed('USR', id()),
  productId: prefixed('PRD', id()).nullable(),
  requestId: prefixed('REQ', id()).nullable(),
  lastMessageAt: time().nullable(),
  unreadCountBuyer: counted(),
  unreadCountSeller: counted(),
})
export type OpenedRoom = z.output<typeof OpenedRoom>
