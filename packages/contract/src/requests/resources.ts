// What the SDK exports of this domain: each name is a schema and the type of what it parses.

// The closed lists of words in them, as types:
export type { RequestOfferStatus } from './offer.ts'
export { OfferedProduct, RequestOffer } from './offer.ts'
export { RequestPerson } from './person.ts'
export type { RequestStatus } from './request.ts'
export { BuyerRequest, BuyerRequestChange, NewBuyerRequest } from './request.ts'
