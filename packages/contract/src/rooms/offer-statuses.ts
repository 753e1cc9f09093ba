export const OFFER_STATUSES = ['pending', 'accepted', 'rejected', 'countered', 'expired'] as const
export type RoomOfferStatus = (typeof OFFER_STATUSES)[number]

/** What the other side may say to an offer. */
export const OFFER_RESPONSES = ['accept', 'reject', 'counter'] as const
export type RoomOfferResponse = (typeof OFFER_RESPONSES)[number]
