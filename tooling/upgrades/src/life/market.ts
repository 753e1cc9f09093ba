import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import { type MarketClient, marketClient } from '@souk/server/testing/market'
import type { People } from '../people.ts'

type Staff = Pick<TestUser, 'token'>

/** Of an ad without many words: every event of it has all of them. */
const BRIEF = { auto_reply_message: null, terms_of_trade: null, additional_information: null }

const DAY = 24 * 3_600_000
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)

/** A deal from before there was a fee, and an offer whose minute passes while life goes on. */
export async function firstDeals(souk: HttpClient, people: People): Promise<number> {
  const market = marketClient(souk)
  const { chidi, dayo, lanre } = people
  const ad = await market.newAd(chidi, { ...BRIEF, crypto_amount: '1' })
  const offer = await market.newOffer(dayo, ad)
  await settle(market, offer, dayo, chidi)
  const short = await market.newAd(lanre, { ...BRIEF, time_to_pay: 1 })
  return market.newOffer(dayo, short)
}

/** Ads and offers in each state, and each way to it. */
export async function liveInMarket(
  souk: HttpClient,
  people: People,
  staff: { ngozi: Staff; tunde: Staff },
): Promise<void> {
  const market = marketClient(souk)
  await underWay(souk, market, people)
  await inDispute(souk, market, people, staff)
  await released(market, people)
  await onBuyAds(market, people)
  await ended(souk, market, people, staff.ngozi)
}

/** Marks an offer as paid, and releases it. */
async function settle(market: MarketClient, offer: number, buyer: TestUser, seller: TestUser) {
  await market.act('paid', offer, buyer)
  await market.act('release', offer, seller)
}

/** An ad with limits and words that is used in part: offers pending, paid, cancelled. */
async function underWay(souk: HttpClient, market: MarketClient, people: People) {
  const { adaeze: owner, dayo, emeka, femi } = people
  const ad = await market.newAd(owner, { crypto_amount: '5', min_limit: '20', max_limit: '900' })
  await market.newOffer(dayo, ad)
  const paid = await market.newOffer(emeka, ad)
  await market.act('paid', paid, emeka)
  const say = (by: TestUser, message: string) =>
    souk.post(`/p2p/offer/${paid}/messages/`, { message }, by.token)
  await say(emeka, 'Sent from my bank')
  await say(owner, 'I shall look')
  await market.act('cancel', await market.newOffer(femi, ad, '0.5'), femi)
}

/** An ad that is used up by disputes that run, and one whose disputes were settled. */
async function inDispute(
  souk: HttpClient,
  market: MarketClient,
  { bisi: owner, dayo, emeka, femi, gbenga, hauwa }: People,
  { ngozi, tunde }: { ngozi: Staff; tunde: Staff },
) {
  const dispute = async (ad: number, maker: TestUser, by: TestUser) => {
    const offer = await market.newOffer(maker, ad)
    await market.act('paid', offer, maker)
    await market.act('dispute', offer, by, { reason: 'Nothing has come' })
    return offer
  }
  const running = await market.newAd(owner, BRIEF)
  await dispute(running, dayo, dayo)
  const answered = await dispute(running, emeka, owner)
  const statement = { statement: 'Here is the receipt' }
  await souk.post(`/p2p/offer/${answered}/dispute/statements/`, statement, emeka.token)
  await souk.post(`/exec/disputes/${answered}/assign/`, {}, tunde.token)
  await souk.post(`/exec/disputes/${answered}/notes/`, { note: 'Ask the bank' }, ngozi.token)

  const settled = await market.newAd(owner, { ...BRIEF, crypto_amount: '4' })
  const resolve = async (offer: number, outcome: string) =>
    souk.post(`/p2p/offer/resolve/${offer}/`, { outcome, note: 'As the bank says' }, ngozi.token)
  await resolve(await dispute(settled, gbenga, owner), 'release')
  await resolve(await dispute(settled, hauwa, hauwa), 'refund')
  await market.act('release', await dispute(settled, femi, femi), owner)
}

/** An ad that is completed by an offer whose sides have rated each other. */
async function released(market: MarketClient, { chidi, dayo }: People) {
  const ad = await market.newAd(chidi, { ...BRIEF, crypto_amount: '1' })
  const offer = await market.newOffer(dayo, ad)
  await settle(market, offer, dayo, chidi)
  await market.act('rate', offer, dayo, { positive: true, comment: 'Quick and friendly' })
  await market.act('rate', offer, chidi, { positive: false })
}

/** Makers of offers on a buy ad sell: pending, paid, released. */
async function onBuyAds(market: MarketClient, { chidi, emeka, femi, gbenga }: People) {
  const ad = await market.newAd(chidi, { ...BRIEF, ad_type: 'buy', crypto_amount: '5' })
  await market.newOffer(emeka, ad)
  await market.act('paid', await market.newOffer(femi, ad), chidi)
  await settle(market, await market.newOffer(gbenga, ad, '0.5'), chidi, gbenga)
}

/** Ads that are closed, by whom they belong to and by staff, or expired, or will expire tomorrow. */
async function ended(souk: HttpClient, market: MarketClient, people: People, staff: Staff) {
  const { adaeze, chidi, hauwa } = people
  const close = (ad: number, { token }: Staff) => souk.post(`/p2p/ad/close/${ad}/`, {}, token)
  const closing = await market.newAd(adaeze, BRIEF)
  await market.newOffer(hauwa, closing)
  await close(closing, adaeze)
  await close(await market.newAd(chidi, { ...BRIEF, ad_type: 'buy' }), staff)
  await market.newAd(chidi, { ...BRIEF, start_date: '2025-01-01', end_date: '2025-01-31' })
  const floating = { price_type: 'floating', price_per_unit: null, margin: '2.5' }
  await market.newAd(chidi, { ...BRIEF, ...floating, end_date: dayFromNow(1) })
}
