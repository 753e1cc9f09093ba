// What the SDK exports of this domain: each name is a schema and the type of what it parses.

// The closed lists of words in them, as types:
export type { AdStatus, AdType, PriceType } from './ad.ts'
export { Ad, AdEvent } from './ad.ts'
export type { DisputeStatus } from './dispute.ts'
export { Dispute, DisputeEntry, DisputeFile } from './dispute.ts'
export { MarketEvent } from './events.ts'
export type { OfferStatus } from './offer.ts'
export { Offer, OfferEvent, OfferMessage, OfferMessageEvent, Rating } from './offer.ts'
