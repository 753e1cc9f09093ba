import type { Call } from '../call.ts'
import type { Person, Side } from '../side.ts'

const advertisement = {
  crypto_currency: 'usdt',
  crypto_amount: '10',
  price_per_unit: '1',
  fiat_currency: 'usd',
  payment_method: 'bank_transfer',
  auto_reply_message: 'Welcome',
}

/** An ad of the seller of coins, or of their buyer, large enough for all offers that are made here. */
async function newAd({ souk, people }: Side, ad_type: 'sell' | 'buy', crypto_amount = '100') {
  const { token } = people[ad_type === 'sell' ? 'seller' : 'buyer']
  await souk.post('/p2p/ad/', token, { ...advertisement, ad_type, crypto_amount })
  const { entity } = (await souk.get('/p2p/ads/mine/?per_page=1', token)) as {
    entity: { id: number }[]
  }
  return { id: entity[0]?.id ?? 0 }
}

const sellAd = (side: Side) => side.once('sell ad', () => newAd(side, 'sell'))
const buyAd = (side: Side) => side.once('buy ad', () => newAd(side, 'buy'))

async function newOffer(side: Side) {
  const { id: ad } = await sellAd(side)
  const body = { ad, currency_amount: '0.01', fiat_amount: '0.01' }
  const { entity } = (await side.souk.post(
    '/p2p/offer/create/',
    side.people.buyer.token,
    body,
  )) as {
    entity: { id: number }
  }
  return { id: entity.id, offer_id: entity.id }
}

/** An offer that has gone through these steps. */
const offerAfter =
  (...steps: [by: Person, step: string, body?: object][]) =>
  async (side: Side) => {
    const offer = await newOffer(side)
    for (const [by, step, body] of steps) {
      await side.souk.post(`/p2p/offer/${step}/${offer.id}/`, side.people[by].token, body)
    }
    return offer
  }

const paid = ['buyer', 'paid'] as [Person, string]
const paidOffer = offerAfter(paid)
const releasedOffer = offerAfter(paid, ['seller', 'release'])
const disputedOffer = offerAfter(paid, ['buyer', 'dispute', { reason: 'no coins' }])
const oneDispute = (side: Side) => side.once('disputed offer', disputedOffer)
const oneOffer = (side: Side) => side.once('offer', newOffer)

const MARKET = 'ad_type=sell&crypto_currency=btc&fiat_currency=usd'

const adCalls: readonly Call[] = [
  {
    operation: 'POST /p2p/ad/',
    body: { ...advertisement, ad_type: 'sell' },
    as: 'seller',
  },
  {
    operation: 'POST /p2p/ad/close/{id}/',
    given: (side) => newAd(side, 'sell', '0.01'),
    as: 'seller',
  },
  { operation: 'GET /p2p/ad/detail/{id}', given: sellAd, as: 'buyer' },
  { operation: 'GET /p2p/ads/', as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: MARKET, as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: `${MARKET}&payment_method=gift_card`, as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: `${MARKET}&payment_method=shells`, as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: `${MARKET}&fiat_amount=500`, as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: `${MARKET}&sort=price`, as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: 'sort=-price', as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: 'fiat_currency=usd', as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: 'payment_method=shells', as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: 'fiat_amount=500', as: 'buyer' },
  { operation: 'GET /p2p/ads/', query: 'fiat_amount=100000000', as: 'buyer' },
  { operation: 'GET /p2p/ads/mine/', as: 'buyer' },
  { operation: 'GET /p2p/ads/mine/', query: 'status=closed', as: 'buyer' },
]

const offerCalls: readonly Call[] = [
  {
    operation: 'POST /p2p/offer/create/',
    given: sellAd,
    body: ({ id }) => ({ ad: id, currency_amount: '0.01', fiat_amount: '0.01' }),
    as: 'buyer',
  },
  {
    operation: 'POST /p2p/offer/create/',
    given: buyAd,
    body: ({ id }) => ({
      ad: id,
      currency_amount: '0.01',
      fiat_amount: '0.01',
      bank_account_name: 'A Seller',
      bank_account_number: '1234567890',
      bank_name: 'A Bank',
    }),
    as: 'seller',
  },
  { operation: 'GET /p2p/offer/detail/{id}/', given: oneOffer, as: 'seller' },
  { operation: 'GET /p2p/offers/', as: 'seller' },
  { operation: 'GET /p2p/offers/', query: 'status=expired', as: 'seller' },
  { operation: 'GET /p2p/offers/', query: 'ad={id}', given: sellAd, as: 'buyer' },
  { operation: 'POST /p2p/offer/paid/{id}/', given: newOffer, as: 'buyer' },
  { operation: 'POST /p2p/offer/cancel/{id}/', given: newOffer, as: 'buyer' },
  { operation: 'POST /p2p/offer/release/{id}/', given: paidOffer, as: 'seller' },
  {
    operation: 'POST /p2p/offer/dispute/{id}/',
    given: paidOffer,
    body: { reason: 'no coins' },
    as: 'buyer',
  },
  {
    operation: 'POST /p2p/offer/resolve/{id}/',
    given: disputedOffer,
    body: { outcome: 'release' },
    as: 'staff',
  },
  {
    operation: 'POST /p2p/offer/resolve/{id}/',
    given: disputedOffer,
    body: { outcome: 'refund' },
    as: 'staff',
  },
  {
    operation: 'POST /p2p/offer/rate/{id}/',
    given: releasedOffer,
    body: { positive: true },
    as: 'buyer',
  },
  {
    operation: 'POST /p2p/offer/{offer_id}/messages/',
    given: oneOffer,
    body: { message: 'Hello' },
    as: 'buyer',
  },
  { operation: 'GET /p2p/offer/{offer_id}/messages/', given: oneOffer, as: 'seller' },
  { operation: 'POST /p2p/offer/{offer_id}/messages/read/', given: oneOffer, as: 'seller' },
]

const disputeCalls: readonly Call[] = [
  { operation: 'GET /p2p/offer/{offer_id}/dispute/', given: oneDispute, as: 'seller' },
  {
    operation: 'POST /p2p/offer/{offer_id}/dispute/statements/',
    given: disputedOffer,
    body: { statement: 'The money has not come' },
    as: 'seller',
  },
  { operation: 'GET /exec/disputes/', as: 'staff' },
  { operation: 'GET /exec/disputes/', query: 'status=open', as: 'staff' },
  { operation: 'GET /exec/disputes/', query: 'status=escalated', as: 'staff' },
  { operation: 'GET /exec/disputes/', query: 'status=resolved', as: 'staff' },
  { operation: 'POST /exec/disputes/{id}/assign/', given: oneDispute, as: 'staff' },
  {
    operation: 'POST /exec/disputes/{id}/notes/',
    given: oneDispute,
    body: { note: 'Looked at it' },
    as: 'staff',
  },
]

export const marketCalls: readonly Call[] = [...adCalls, ...offerCalls, ...disputeCalls]
