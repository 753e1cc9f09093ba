import { z } from 'zod'
import { amountShown, asNumber, changedAt, id, madeAt, named, prefixed } from '../fields.ts'
import { PersonInDocument5, RequestPerson } from './person.ts'

/** How things stand with an offer on a request. */
export const REQUEST_OFFER_STATUSES = ['PENDING', 'ACCEPTED', 'REJECTED', 'WITHDRAWN'] as const
export type RequestOfferStatus = (typeof REQUEST_OFFER_STATUSES)[number]

/** The product that an offer names, as it is now. */
export const OfferedProduct = z.object({
  id: prefixed('PRD', id()),
  name: z.string().describe('What it is called now.'),
  price: asNumber(amountShown().nullable()).describe('In EUR, as in the shop.'),
  currency: z.literal('EUR').describe('Always EUR.'),
  image: named('image_url', z.string().nullable()).describe('Its first picture.'),
})
export type OfferedProduct = z.output<typeof OfferedProduct>

/** What somebody with a store offers to whoever asks. */
export const RequestOffer = z.object({
  id: id(),
  requestId: prefixed('REQ', id()).describe('What it was offered on.'),
  sellerId: prefixed('USR', id()).describe('Who offers it.'),
  seller: RequestPerson.describe('The same person, by name.'),
  productId: prefixed('PRD', id())
    .nullable()
    .describe('Which of the seller’s products it is; null where none was named.'),
  product: OfferedProduct.nullable().describe('The same as it is now; null where none was named.'),
  price: asNumber(amountShown()).describe('In EUR.'),
  message: z.string().nullable().describe('A word with it; null for none.'),
  status: z
    .enum(REQUEST_OFFER_STATUSES)
    .describe('`PENDING` until whoever asks has answered, or its maker has withdrawn it.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
})
export type RequestOffer = z.output<typeof RequestOffer>

/** As the clients of document 5 know it. */
export const RequestOfferInDocument5 = RequestOffer.extend({
  seller: PersonInDocument5.describe('The same person, by name.'),
})
