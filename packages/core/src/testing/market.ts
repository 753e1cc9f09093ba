import type { Ad, NewAd, Offer, OfferStatus } from '@souk/contract'
import type { SignedIn } from '../context.ts'
import { createAd } from '../market/ads/create-ad.ts'
import { cancelOffer } from '../market/offers/cancel-offer.ts'
import { createOffer } from '../market/offers/create-offer.ts'
import { disputeOffer } from '../market/offers/dispute-offer.ts'
import { expireOffer } from '../market/offers/expire-offer.ts'
import { payOffer } from '../market/offers/pay-offer.ts'
import { releaseOffer } from '../market/offers/release-offer.ts'
import type { TestCore } from './test-core.ts'

/** What makes an ad of 10 BTC at 100 USD, but for what a test cares about. */
export function adInput(changes: Partial<NewAd> = {}): NewAd {
  return {
    cryptoCurrency: 'btc',
    priceType: 'fixed',
    pricePerUnit: '100',
    adType: 'sell',
    paymentMethod: 'bank_transfer',
    fiatCurrency: 'usd',
    cryptoAmount: '10',
    timeToPay: 0,
    ...changes,
  }
}

/** Where fiat is paid to, as an offer on a buy ad needs it. */
export const BANK = {
  bankAccountName: 'Amara Obi',
  bankAccountNumber: '0123456789',
  bankName: 'First Bank',
}

/** An offer on an ad at 100 USD, of so many BTC. */
export function offerInput(ad: { id: number }, amount = '1') {
  const fiatAmount = (Number(amount) * 100).toFixed(2)
  return { ad: ad.id, currencyAmount: amount, fiatAmount, ...BANK }
}

/** An ad with an offer on it, and who is what in that. */
export interface Deal {
  readonly ad: Ad
  readonly offer: Offer
  readonly owner: SignedIn
  readonly maker: SignedIn
  readonly seller: SignedIn
  readonly buyer: SignedIn
}

/** Brings an offer of 1 BTC, on an ad of its own, into a state. */
export async function dealIn(
  core: TestCore,
  status: OfferStatus,
  { owner, maker }: { owner: SignedIn; maker: SignedIn },
  changes: Partial<NewAd> = {},
): Promise<Deal> {
  const ad = await createAd(core.as(owner), adInput({ cryptoAmount: '1', ...changes }))
  const offer = await createOffer(core.as(maker), offerInput(ad))
  const [seller, buyer] = ad.adType === 'sell' ? [owner, maker] : [maker, owner]
  const deal: Deal = { ad, offer, owner, maker, seller, buyer }
  await bringTo(core, deal, status)
  return deal
}

async function bringTo(core: TestCore, deal: Deal, status: OfferStatus): Promise<void> {
  const { seller, buyer } = deal
  const { id } = deal.offer
  if (status === 'paid' || status === 'disputed') await payOffer(core.as(buyer), { id })
  if (status === 'disputed') await disputeOffer(core.as(buyer), { id, reason: 'no answer' })
  if (status === 'released') await releaseOffer(core.as(seller), { id })
  if (status === 'cancelled') await cancelOffer(core.as(buyer), { id })
  if (status !== 'expired') return
  const { now } = core.time
  core.time.now = new Date(now.getTime() + 31 * 60_000)
  await expireOffer(core.as({ kind: 'system' }), { offerId: id })
  core.time.now = now
}
