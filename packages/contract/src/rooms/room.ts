import { z } from 'zod'
import { amountShown, asNumber, id, prefixed, time } from '../fields.ts'
import { MESSAGE_TYPES, RoomMessage, RoomMessageInDocument5 } from './message.ts'
import { RoomUser } from './user.ts'

const counted = () => z.int().min(0)

/** What a room is about, where it is about a product. */
export const RoomProduct = z.object({
  id: prefixed('PRD', id()),
  name: z.string().describe('What it is called.'),
  price: asNumber(amountShown().nullable()).describe(
    'In EUR, as it is now; null while there is no rate for it.',
  ),
  image: z.string().nullable().describe('The first of its pictures.'),
})
export type RoomProduct = z.output<typeof RoomProduct>

/** What somebody looks for, where a room is about that. */
export const RoomRequest = z.object({
  id: prefixed('REQ', id()),
  title: z.string().describe('What they look for, in a line.'),
  description: z.string().describe('The same at length.'),
})
export type RoomRequest = z.output<typeof RoomRequest>

/** What a room is, to one of its two. */
const room = {
  id: id(),
  otherUser: RoomUser.describe('Whom the caller talks with.'),
  product: RoomProduct.nullable().describe('What they talk about; null where it is no product.'),
  request: RoomRequest.nullable().describe('What they talk about; null where it is no request.'),
}

/** A room as lists show it. */
export const Room = z.object({
  ...room,
  lastMessage: z
    .object({
      id: id(),
      content: z.string().describe('What was written.'),
      messageType: z.enum(MESSAGE_TYPES).describe('How it is to be shown.'),
      senderId: prefixed('USR', id()).describe('Who has written it.'),
      createdAt: time().describe('When it was written.'),
    })
    .nullable()
    .describe('The newest message; null while there is none.'),
  unreadCount: counted().describe('How many messages of the other’s the caller has not read.'),
  lastMessageAt: time()
    .nullable()
    .describe('The same moment, where lists are sorted by it; null while there is none.'),
})
export type Room = z.output<typeof Room>

const latest = <T extends z.ZodType>(message: T) =>
  z.array(message).describe('The latest 50, oldest first; fewer where their data are large.')

/** A room with its latest messages. */
export const RoomPage = z.object({
  ...room,
  messages: latest(RoomMessage),
  unreadCount: Room.shape.unreadCount,
})
export type RoomPage = z.output<typeof RoomPage>

export const RoomPageInDocument5 = RoomPage.extend({ messages: latest(RoomMessageInDocument5) })

/** A room as it is answered to whoever opens it. */
export const OpenedRoom = z.object({
  id: id(),
  buyerId: prefixed('USR', id()).describe('Who buys.'),
  sellerId: prefixed('USR', id()).describe('Who sells.'),
  productId: prefixed('PRD', id())
    .nullable()
    .describe('What they talk about; null where it is no product.'),
  requestId: prefixed('REQ', id())
    .nullable()
    .describe('What they talk about; null where it is no request.'),
  lastMessageAt: time()
    .nullable()
    .describe('When the newest message was written; null while there is none.'),
  unreadCountBuyer: counted().describe('How many messages of the seller’s the buyer has not read.'),
  unreadCountSeller: counted().describe(
    'How many messages of the buyer’s the seller has not read.',
  ),
})
export type OpenedRoom = z.output<typeof OpenedRoom>
