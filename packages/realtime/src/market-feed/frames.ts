import {
  coinShown,
  id,
  type MarketEvent,
  type Offer,
  type OfferEvent,
  usernameShown,
} from '@souk/contract'
import { z } from 'zod'

const offer_id = id()
const username = usernameShown().describe('Whose doing it is; null for time and for staff.')

/** What the server sends. */
export const ServerFrame = z.discriminatedUnion('type', [
  z.object({ message: z.string(), type: z.literal('ad_interest'), ad_id: id(), offer_id }),
  z.object({ message: z.string(), type: z.literal('payment_indication'), offer_id, username }),
  z.object({ message: z.string(), type: z.literal('offer_cancel'), offer_id, username }),
  z.object({
    message: z.string(),
    amount: z.number().describe('Of the coin: what landed in the wallet, the fee taken off.'),
    type: z.literal('funds_released'),
    crypto_currency: coinShown(),
  }),
])
type ServerFrame = z.output<typeof ServerFrame>

/**
 * What document 2's socket says of a market event to one of the offer's sides, if anything: each
 * frame goes to the side that has to know. Amounts are JSON numbers there, as the document has them.
 */
export function frameFor(userId: number, event: MarketEvent): ServerFrame | undefined {
  if (!('offer' in event)) return undefined
  const { offer } = event
  const [heard, frame] = FRAMES[event.type]?.(offer, event) ?? []
  return heard?.includes(userId) ? frame : undefined
}

/** Who hears of an event, and what. */
type Said = readonly [heard: readonly number[], frame: ServerFrame]

const FRAMES: Partial<
  Record<OfferEvent['type'], (offer: Offer, event: OfferEvent) => Said | undefined>
> = {
  'offer.created': (offer) => [[ownerOf(offer)], interest(offer)],
  'offer.cancelled': (offer, { by, byId }) => [
    sidesOf(offer).filter((side) => side !== byId),
    cancelled(offer, by, usernameOf(offer, byId)),
  ],
  'offer.paid': (offer) => [[offer.sellerId], paid(offer)],
  'offer.released': (offer) => [[offer.buyerId], released(offer)],
  'offer.resolved': (offer) =>
    offer.status === 'released'
      ? [[offer.buyerId], released(offer)]
      : [sidesOf(offer), cancelled(offer, makerNameOf(offer), usernameOf(offer, offer.makerId))],
}

function interest({ id, ad, adType }: Offer): ServerFrame {
  const who = adType === 'sell' ? 'buyer' : 'seller'
  return {
    message: `You have an interested ${who} on your p2p ad`,
    type: 'ad_interest',
    ad_id: ad,
    offer_id: id,
  }
}

function cancelled({ id }: Offer, name: string | null, username: string | null): ServerFrame {
  return {
    message: `${name} has cancelled their offer regarding your P2P advertisement.`,
    type: 'offer_cancel',
    offer_id: id,
    username,
  }
}

function paid({ id, buyerName, buyerUsername }: Offer): ServerFrame {
  return {
    message: `${buyerName} has claimed to have made payment regarding your P2P advertisement.`,
    type: 'payment_indication',
    offer_id: id,
    username: buyerUsername,
  }
}

function released({ currencyAmount, fee, cryptoCurrency }: Offer): ServerFrame {
  return {
    message: 'Funds have been released',
    // What landed in the wallet, as far as a number holds its digits; the event has them all.
    amount: Number((Number(currencyAmount) - Number(fee)).toPrecision(15)),
    type: 'funds_released',
    crypto_currency: cryptoCurrency,
  }
}

const sidesOf = ({ sellerId, buyerId }: Offer) => [sellerId, buyerId]

const ownerOf = ({ adType, sellerId, buyerId }: Offer) => (adType === 'sell' ? sellerId : buyerId)

/** The username of one of the sides; null for time and for staff. */
function usernameOf(offer: Offer, userId: number | null): string | null {
  if (userId === offer.sellerId) return offer.sellerUsername
  return userId === offer.buyerId ? offer.buyerUsername : null
}

const makerNameOf = ({ makerId, sellerId, sellerName, buyerName }: Offer) =>
  makerId === sellerId ? sellerName : buyerName
