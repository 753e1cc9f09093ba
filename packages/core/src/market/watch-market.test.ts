import { MarketEvent, UserEvent } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { verbs } from '../domains.ts'
import { adInput, dealIn, offerInput } from '../testing/market.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { createTrade } from '../trades/create-trade.ts'
import { closeAd } from './ads/close-ad.ts'
import { createAd } from './ads/create-ad.ts'
import { noteInDispute, stateInDispute } from './disputes/add-dispute-entry.ts'
import { createOffer } from './offers/create-offer.ts'
import { payOffer } from './offers/pay-offer.ts'
import { releaseOffer } from './offers/release-offer.ts'
import { resolveOffer } from './offers/resolve-offer.ts'
import { sendOfferMessage } from './offers/send-offer-message.ts'
import { watchMarket, watchOfferMessages } from './watch-market.ts'

let core: TestCore
let staff: SignedIn
beforeAll(async () => {
  core = await startTestCore()
  staff = await core.newUser('staff')
})
afterAll(() => core.close())

const pair = async () => ({ owner: await core.newUser(), maker: await core.newUser() })

/** So many events of a watcher's. */
async function heard<E>(
  watching: AsyncIterable<{ id: number; event: E | undefined }>,
  enough: number,
): Promise<E[]> {
  const events: E[] = []
  for await (const { event } of watching) {
    if (event) events.push(event)
    if (events.length >= enough) break
  }
  return events
}

const signal = () => AbortSignal.timeout(3000)
const market = (user: SignedIn, enough: number, lastEventId = 0) =>
  heard(watchMarket(core.as(user), { lastEventId }, signal()), enough)

const told = (event: MarketEvent) => ('by' in event ? `${event.type} by ${event.by}` : event.type)

test('both sides hear what happens, who did it, and nothing but the market', async () => {
  const { owner, maker } = await pair()
  const ad = await createAd(core.as(owner), adInput({ cryptoAmount: '1', autoReplyMessage: 'hi' }))
  await createTrade(core.as(owner), { asset: 'btc', amount: '1' })
  const offer = await createOffer(core.as(maker), offerInput(ad))
  await payOffer(core.as(maker), offer)
  await releaseOffer(core.as(owner), offer)
  const events = await market(owner, 6)
  expect(events.map(told)).toEqual([
    'ad.created',
    'offer.created by user3',
    'offer.message',
    'offer.paid by user3',
    'offer.released by user2',
    'ad.completed',
  ])
  expect((await market(maker, 4)).map(told)).toEqual(events.slice(1, 5).map(told))
  for (const event of events) {
    expect(MarketEvent.parse(event)).toEqual(event)
    expect(UserEvent.parse(event)).toEqual(event)
  }
})

test('an event tells of things as they stood then', async () => {
  const { owner, maker } = await pair()
  const { offer } = await dealIn(core, 'released', { owner, maker }, { cryptoAmount: '3' })
  const [created, first, last] = await market(owner, 3)
  expect(created).toMatchObject({ type: 'ad.created', ad: { totalAvailable: '3.00' } })
  expect(created).not.toHaveProperty('ad.user')
  expect(first).toMatchObject({ offer: { id: offer.id, status: 'pending' } })
  expect(last).toMatchObject({ offer: { id: offer.id, status: 'released' } })
})

test('the price of a floating ad is not in its events', async () => {
  const { owner } = await pair()
  const ad = await createAd(core.as(owner), adInput({ priceType: 'floating', cryptoAmount: '1' }))
  await closeAd(core.as(owner), ad)
  const [, closed] = await market(owner, 2)
  expect(closed).toMatchObject({ type: 'ad.closed', ad: { pricePerUnit: null, status: 'closed' } })
})

test('statements of a dispute are told to both sides, and how it was settled', async () => {
  const { owner, maker } = await pair()
  const { offer } = await dealIn(core, 'disputed', { owner, maker })
  await stateInDispute(core.as(owner), { offerId: offer.id, statement: 'nothing came' })
  await noteInDispute(core.as(staff), { id: offer.id, note: 'for us alone' })
  await resolveOffer(core.as(staff), { id: offer.id, outcome: 'refund', note: 'no payment' })
  const events = await market(maker, 5)
  expect(events.at(-2)).toMatchObject({ type: 'offer.statement', offer: { status: 'disputed' } })
  expect(events.at(-1)).toMatchObject({
    type: 'offer.resolved',
    by: 'staff1',
    offer: { status: 'cancelled', resolution: 'no payment' },
  })
})

test('whoever resumes misses nothing and hears nothing twice', async () => {
  const { owner, maker } = await pair()
  const { offer } = await dealIn(core, 'paid', { owner, maker })
  const ids: number[] = []
  for await (const { id } of watchMarket(core.as(owner), { lastEventId: 0 }, signal())) {
    ids.push(id)
    if (ids.length === 3) break
  }
  const rest = market(owner, 2, ids[1])
  await releaseOffer(core.as(owner), offer)
  expect((await rest).map(({ type }) => type)).toEqual(['offer.paid', 'offer.released'])
})

test('everything of mine has the market in it', async () => {
  const { owner, maker } = await pair()
  await createTrade(core.as(owner), { asset: 'btc', amount: '1' })
  await dealIn(core, 'pending', { owner, maker })
  const events = await heard(verbs.me.events(core.as(owner), { lastEventId: 0 }, signal()), 3)
  expect(events.map(({ type }) => type)).toEqual(['trade.created', 'ad.created', 'offer.created'])
})

test('an offer’s chat is heard by its sides and staff', async () => {
  const { owner, maker } = await pair()
  const { offer } = await dealIn(core, 'pending', { owner, maker })
  const listen = (user: SignedIn) =>
    heard(watchOfferMessages(core.as(user), { offerId: offer.id, lastEventId: 0 }, signal()), 2)
  const listening = [owner, maker, staff].map(listen)
  await sendOfferMessage(core.as(maker), { offerId: offer.id, message: 'one' })
  await payOffer(core.as(maker), offer)
  await sendOfferMessage(core.as(owner), { offerId: offer.id, message: 'two' })
  for (const events of await Promise.all(listening)) {
    expect(events.map(({ message }) => message.message)).toEqual(['one', 'two'])
  }
  await expect(listen(await core.newUser())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
