import type { Letter } from '../mail/layout.ts'
import type { Templates } from '../mail/render-mail.ts'

/** What the market's functions tell of an offer; amounts are exact decimal strings. */
interface OfferData {
  readonly offerId: number
  readonly adId: number
  /** Who did it, as others see them; null when it was nobody's doing. */
  readonly name: string | null
  /** The name they cannot choose freely; mails of older versions do not have it. */
  readonly username?: string | null
  readonly amount: string
  /** What the buyer gets of it on release: the amount less the fee. */
  readonly received: string
  readonly coin: string
  readonly fiatAmount: string
  readonly fiatCurrency: string
  /** What has become of it. */
  readonly status: string
}

const crypto = ({ amount, coin }: OfferData) => `${amount} ${coin.toUpperCase()}`
const received = ({ received, coin }: OfferData) => `${received} ${coin.toUpperCase()}`
const fiat = ({ fiatAmount, fiatCurrency }: OfferData) =>
  `${fiatAmount} ${fiatCurrency.toUpperCase()}`
const deal = (data: OfferData) => `${crypto(data)} for ${fiat(data)}`
const who = ({ name, username }: OfferData) =>
  name === null ? 'Souk' : username ? `${name} (@${username})` : name

/** To the owner of the ad. */
function offerCreated(data: OfferData): Letter {
  return {
    subject: `New offer ${data.offerId} on your ad ${data.adId}`,
    paragraphs: [
      `${who(data)} has made an offer on your ad ${data.adId}: ${deal(data)}.`,
      'The crypto is set aside until the offer is paid and released, or cancelled.',
    ],
  }
}

/** To the seller of the crypto. */
function offerPaid(data: OfferData): Letter {
  return {
    subject: `Offer ${data.offerId} has been marked as paid`,
    paragraphs: [
      `${who(data)} says that ${fiat(data)} have been paid for ${crypto(data)}.`,
      'Look at your account yourself. Release the crypto once the money is there, and not before.',
    ],
  }
}

/** To the other side; to both when staff give the crypto back. */
function offerCancelled(data: OfferData): Letter {
  return {
    subject: `Offer ${data.offerId} has been cancelled`,
    paragraphs: [
      `${who(data)} has cancelled the offer: ${deal(data)}.`,
      'The crypto that was set aside for it is free again. Do not pay for this offer any more.',
    ],
  }
}

/** To the buyer of the crypto. */
function offerReleased(data: OfferData): Letter {
  return {
    subject: `${received(data)} have been released to you`,
    paragraphs: [
      `${who(data)} has released offer ${data.offerId}: ${deal(data)}.`,
      `${received(data)} are in your p2p wallet: the crypto, less the fee if there is one.`,
    ],
  }
}

/** To both sides. */
function offerExpired(data: OfferData): Letter {
  return {
    subject: `Offer ${data.offerId} has expired`,
    paragraphs: [
      `The offer was not marked as paid in time: ${deal(data)}.`,
      'The crypto that was set aside for it is free again. Do not pay for this offer any more.',
    ],
  }
}

/** To the other side. */
function offerDisputed(data: OfferData): Letter {
  return {
    subject: `A dispute about offer ${data.offerId}`,
    paragraphs: [
      `${who(data)} has opened a dispute about the offer: ${deal(data)}.`,
      'Please answer within 24 hours and say what happened. Until staff decide, only the seller can release the crypto.',
    ],
  }
}

/** To both sides. */
function offerResolved(data: OfferData): Letter {
  return {
    subject: `The dispute about offer ${data.offerId} has been decided`,
    paragraphs: [
      `Our staff have decided the dispute about the offer: ${deal(data)}.`,
      data.status === 'released'
        ? 'The crypto has been released to the buyer.'
        : 'The offer is cancelled: the crypto goes back to the seller.',
    ],
  }
}

/** To both sides. */
function offerEscalated(data: OfferData): Letter {
  return {
    subject: `The dispute about offer ${data.offerId} has been passed to our staff`,
    paragraphs: [
      `The dispute was not answered within 24 hours: ${deal(data)}.`,
      'Our staff will look at what there is and decide. You can still add a statement until then.',
    ],
  }
}

/** What is mailed of offers, by the name of what has happened. */
export const mails = {
  'offer.created': offerCreated,
  'offer.paid': offerPaid,
  'offer.cancelled': offerCancelled,
  'offer.released': offerReleased,
  'offer.expired': offerExpired,
  'offer.disputed': offerDisputed,
  'offer.resolved': offerResolved,
  'offer.escalated': offerEscalated,
} satisfies Templates
