import { z } from 'zod'
import { amountShown, asNumber, id, named, prefixed, time } from '../fields.ts'
import { PersonInDocument5, RequestPerson } from './person.ts'

/** How things stand with an offer on a request. */
export const REQUEST_OFFER_STATUSES = ['PENDING', 'ACCEPTED', 'REJECTED', 'WITHDRAWN'] as const
export type RequestOfferStatus = (typeof REQUEST_OFFER_STATUSES)[number]

/** The product that an offer names, as it is now. */
export const OfferedProduct = z.object({
  id: prefixed('PRD', id()),
  name: z.string(),
  price: asNumber(amountShown().nullable()).describe('In EUR, as in the shop.'),
  currency: z.literal('EUR'),
  image: named('image_url', z.string().nullable()).describe('Its first picture.'),
})
export type OfferedProduct = z.output<typeof OfferedProduct>

/** What somebody with a store offers to whoever asks. */
export const RequestOffer = z.object({
  id: id(),
  requestId: prefixed('REQ', id()),
  sellerId: prefixed('USR', id()),
  seller: RequestPerson,
  productId: prefixed('PRD', id()).nullable(),
  product: OfferedProduct.nullable(),
  price: asNumber(amountShown()).describe('In EUR.'),
  message: z.string().nullable(),
  status: z.enum(REQUEST_OFFER_STATUSES),
  createdAt: time(),
  updatedAt: time(),
})
export type RequestOffer = z.output<typeof RequestOffer>

/** As the clients of document 5 know it. */
export const RequestOfferInDocument5 = RequestOffer.extend({ seller: PersonInDocument5 })
