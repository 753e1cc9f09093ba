import type { OfferAnswer, RoomOfferResponse, RoomOfferStatus } from '@souk/contract'
import { isoTime } from '../iso-time.ts'
import { OFFER_TRANSITIONS } from './transitions.ts'

/** By what answer an offer has come to stand so. */
function responseOf(status: RoomOfferStatus): RoomOfferResponse {
  const rule = OFFER_TRANSITIONS.find(({ to }) => to === status)
  if (!rule) throw new Error(`No answer makes an offer ${status}`)
  return rule.action
}

/** What became of an offer, from SQL's `offer_answer`. */
export function answerOf(row: Omit<OfferAnswer, 'response'>): OfferAnswer {
  return { ...row, response: responseOf(row.status), answeredAt: isoTime(row.answeredAt) }
}
