import type { Offer, OfferMessage } from '@souk/contract'
import type { StoredMessage } from '../../conversations/kind.ts'
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

export function offerMessageOf(stored: StoredMessage & { offerId: number }): OfferMessage {
  const { id, offerId, senderId, senderName, senderUsername, message, createdAt } = stored
  return { id, offerId, senderId, senderName, senderUsername, message, createdAt }
}
