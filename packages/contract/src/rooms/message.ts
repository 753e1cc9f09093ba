import { z } from 'zod'
import { amountShown, asNumber, id, prefixed, time, unless } from '../fields.ts'
import { messageData } from './message-data.ts'
import { OFFER_STATUSES } from './offer-statuses.ts'
import { RoomUser } from './user.ts'

/** What a client may send; offers have a path of their own. */
export const SENT_TYPES = ['text', 'image', 'video', 'product'] as const
export const MESSAGE_TYPES = [...SENT_TYPES, 'offer'] as const
export type RoomMessageType = (typeof MESSAGE_TYPES)[number]

/** A product as it was when it was named. */
export const ProductSnapshot = z.object({
  id: prefixed('PRD', id()),
  name: z.string(),
  price: asNumber(amountShown().nullable()),
  currency: z.literal('EUR'),
  imageUrl: z.string().nullable(),
})
export type ProductSnapshot = z.output<typeof ProductSnapshot>

/** A price that one side of a room has offered the other, and what became of it. */
export const RoomOffer = z.object({
  id: id().describe('The number of its message.'),
  productId: prefixed('PRD', id()),
  price: asNumber(amountShown()).describe('Of one piece, in EUR.'),
  status: z
    .enum(OFFER_STATUSES)
    .describe(
      '`expired` while its product cannot be had: hidden, another’s, out of stock, or dearer in BTC.',
    ),
  message: z.string().nullable(),
  product: ProductSnapshot,
  answer: z.string().nullable().describe('What the other side said to it.'),
  orderId: prefixed('order', id()).nullable().describe('What accepting it has made.'),
  counterOfferId: id().nullable(),
})
export type RoomOffer = z.output<typeof RoomOffer>

/** A message of a room. */
export const RoomMessage = z.object({
  id: id(),
  roomId: id(),
  senderId: prefixed('USR', id()),
  senderUsername: z.string(),
  sender: RoomUser,
  content: z.string(),
  messageType: z.enum(MESSAGE_TYPES),
  messageData: messageData()
    .nullable()
    .describe(
      'As it was given. Where it names a product, `product` is that as it was: {id, name, price, currency, image_url}.',
    ),
  isRead: z.boolean().describe('By whom it was written to.'),
  readAt: time().nullable(),
  createdAt: time(),
  clientId: z.string().nullable().describe('The name that the sender’s client gave it.'),
  offer: RoomOffer.nullable(),
})
export type RoomMessage = z.output<typeof RoomMessage>

/** Document 5 has names and offers only where there are some. */
export const RoomMessageInDocument5 = RoomMessage.extend({
  clientId: unless(RoomMessage.shape.clientId.clone(), (given) => given === null),
  offer: unless(RoomMessage.shape.offer.clone(), (offer) => offer === null),
})
