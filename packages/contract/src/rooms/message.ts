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
  name: z.string().describe('What it was called.'),
  price: asNumber(amountShown().nullable()).describe(
    'In EUR; null where there was no rate for it.',
  ),
  currency: z.literal('EUR').describe('Always EUR.'),
  imageUrl: z.string().nullable().describe('Its first picture; null for none.'),
})
export type ProductSnapshot = z.output<typeof ProductSnapshot>

/** A price that one side of a room has offered the other, and what became of it. */
export const RoomOffer = z.object({
  id: id().describe('The number of its message.'),
  productId: prefixed('PRD', id()).describe('What it is for: one of the seller’s products.'),
  price: asNumber(amountShown()).describe('Of one piece, in EUR.'),
  status: z
    .enum(OFFER_STATUSES)
    .describe(
      '`expired` while its product cannot be had: hidden, another’s, out of stock, or dearer in BTC.',
    ),
  message: z.string().nullable().describe('A word with it; null for none.'),
  product: ProductSnapshot.describe('The product as it was when it was made.'),
  answer: z.string().nullable().describe('What the other side said to it.'),
  orderId: prefixed('order', id()).nullable().describe('What accepting it has made.'),
  counterOfferId: id().nullable().describe('The offer that was made instead; null without one.'),
})
export type RoomOffer = z.output<typeof RoomOffer>

/** A message of a room. */
export const RoomMessage = z.object({
  id: id(),
  roomId: id().describe('The room it is in.'),
  senderId: prefixed('USR', id()).describe('Who has written it.'),
  senderUsername: z.string().describe('What they are called.'),
  sender: RoomUser.describe('The same person, as rooms show them.'),
  content: z.string().describe('What was written.'),
  messageType: z.enum(MESSAGE_TYPES).describe('How it is to be shown; `offer` has an `offer`.'),
  messageData: messageData()
    .nullable()
    .describe(
      'As it was given. Where it names a product, `product` is that as it was: {id, name, price, currency, image_url}.',
    ),
  isRead: z.boolean().describe('By whom it was written to.'),
  readAt: time().nullable().describe('When it was read; null until then.'),
  createdAt: time().describe('When it was written.'),
  clientId: z.string().nullable().describe('The name that the sender’s client gave it.'),
  offer: RoomOffer.nullable().describe(
    'The price that it offers, and what became of that; null where it is none.',
  ),
})
export type RoomMessage = z.output<typeof RoomMessage>

/** Document 5 has names and offers only where there are some. */
export const RoomMessageInDocument5 = RoomMessage.extend({
  clientId: unless(RoomMessage.shape.clientId.clone(), (given) => given === null),
  offer: unless(RoomMessage.shape.offer.clone(), (offer) => offer === null),
})
