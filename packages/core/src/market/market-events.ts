import type { AdEvent, MarketEvent, OfferEvent } from '@souk/contract'
import { type MessageRow, showMessage } from '../conversations/kind.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'
import { type AdRow, adWithoutUser } from './ads/ad-of.ts'
import { type OfferRow, offerMessageOf, offerOf } from './offers/offer-of.ts'

/** An entry of the log as the contract shows it; undefined when it is not of the market. */
export function marketEventOf(logged: LoggedEvent): MarketEvent | undefined {
  const { type, data, actorId: byId } = logged
  const at = isoTime(logged.at)
  if (type === 'offer.message') {
    const message = showMessage({ show: offerMessageOf }, data as MessageRow<{ offerId: number }>)
    return { type, at, message }
  }
  if (type.startsWith('offer.')) {
    const { offer, by } = data as { offer: OfferRow; by: string | null }
    return { type: type as OfferEvent['type'], at, by, byId, offer: offerOf(offer) }
  }
  if (type.startsWith('ad.')) {
    const { ad } = data as { ad: AdRow }
    return { type: type as AdEvent['type'], at, ad: adWithoutUser(ad) }
  }
  return undefined
}
