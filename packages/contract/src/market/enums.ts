// The closed lists of words in this domain's resources, as types; the SDK exports them.
export type { AdStatus, AdType, PriceType } from './ad.ts'
export type { DisputeStatus } from './dispute.ts'
export type { OfferStatus } from './offer.ts'
