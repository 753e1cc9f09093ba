import type { Offer, OfferMessage } from '@souk/contract'
import { isoTime, isoTimeOrNull } from '../../iso-time.ts'

/** A row of `offer_view`, from a plain select or as JSON out of a database function. */
export type OfferRow = Offer

export function offerOf(row: OfferRow): Offer {
  return {
    ...row,
    expiresAt: isoTime(row.expiresAt),
    paidAt: isoTimeOrNull(row.paidAt),
    releasedAt: isoTimeOrNull(row.releasedAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

export function offerMessageOf(row: OfferMessage): OfferMessage {
  return { ...row, createdAt: isoTime(row.createdAt) }
}
