import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { offerStream } from '../events/streams.ts'
import { adInput, type Deal, dealIn, offerInput } from '../testing/market.ts'
import { outcomes } from '../testing/outcome.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { closeAd } from './ads/close-ad.ts'
import { createAd } from './ads/create-ad.ts'
import { expireAd } from './ads/expire-ad.ts'
import { getAd } from './ads/get-ad.ts'
import { cancelOffer } from './offers/cancel-offer.ts'
import { createOffer } from './offers/create-offer.ts'
import { disputeOffer } from './offers/dispute-offer.ts'
import { expireOffer } from './offers/expire-offer.ts'
import { getOffer } from './offers/get-offer.ts'
import { payOffer } from './offers/pay-offer.ts'
import { releaseOffer } from './offers/release-offer.ts'
import { resolveOffer } from './offers/resolve-offer.ts'

let core: TestCore
let owner: SignedIn
let staff: SignedIn
let makers: SignedIn[]
beforeAll(async () => {
  core = await startTestCore()
  owner = await core.newUser()
  staff = await core.newUser('staff')
  makers = await Promise.all(Array.from({ length: 5 }, () => core.newUser()))
})
afterAll(() => core.close())

const SYSTEM: Actor = { kind: 'system' }
const nobody: Actor = { kind: 'anonymous' }
const maker = (i = 0): SignedIn => makers[i % makers.length] ?? owner

test.each(['sell', 'buy'] as const)(
  'of twenty offers for the last half of a %s ad, those that fit are made',
  async (adType) => {
    const ad = await createAd(core.as(owner), adInput({ adType, cryptoAmount: '10' }))
    await createOffer(core.as(maker()), offerInput(ad, '5'))
    const offers = Array.from({ length: 20 }, (_, i) =>
      createOffer(core.as(maker(i)), offerInput(ad, '1')),
    )
    expect(await outcomes(offers)).toEqual({ done: 5, 'Only 0.00 btc is available on this ad': 15 })
    expect(await getAd(core.as(owner), ad)).toMatchObject({
      status: 'in_progress',
      totalAvailable: '0.00',
    })
    expect(await core.verify()).toEqual([])
  },
)

test('of twenty offers for more than half of an ad each, one is made', async () => {
  const ad = await createAd(core.as(owner), adInput({ cryptoAmount: '10' }))
  const offers = Array.from({ length: 20 }, (_, i) =>
    createOffer(core.as(maker(i)), offerInput(ad, '6')),
  )
  expect(await outcomes(offers)).toEqual({ done: 1, 'Only 4.00 btc is available on this ad': 19 })
  expect(await core.verify()).toEqual([])
})

/** Everything that happened to an offer, without its chat. */
async function lifeOf({ offer }: Deal): Promise<string[]> {
  const events = await readEvents(core.as(nobody).db, offerStream(offer.id), 0)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  return events.map(({ type }) => type).filter((type) => type !== 'offer.message')
}

const everything = ({ offer: { id }, seller, buyer }: Deal) => [
  () => releaseOffer(core.as(seller), { id }),
  () => cancelOffer(core.as(buyer), { id }),
  () => expireOffer(core.as(SYSTEM), { offerId: id }),
  () => payOffer(core.as(buyer), { id }),
  () => disputeOffer(core.as(buyer), { id, reason: 'late' }),
  () => resolveOffer(core.as(staff), { id, outcome: 'release' }),
  () => resolveOffer(core.as(staff), { id, outcome: 'refund' }),
]

const LIFE =
  /^offer\.created( offer\.paid( offer\.disputed)?)?( offer\.(released|cancelled|expired|resolved))?$/

const rounds = (['sell', 'buy'] as const).flatMap((adType) =>
  (['pending', 'paid', 'disputed'] as const).map((from) => ({ adType, from })),
)

test.each(rounds)(
  'an offer on a $adType ad that is $from ends once, whoever tries what at the same time',
  async ({ adType, from }) => {
    for (let round = 0; round < 6; round += 1) {
      const deal = await dealIn(core, from, { owner, maker: maker(round) }, { adType })
      const then = core.time.now
      core.time.now = new Date(then.getTime() + 3_600_000)
      const before = await lifeOf(deal)
      const verbs = everything(deal)
      const shifted = [...verbs.slice(round), ...verbs.slice(0, round)]
      const counted = await outcomes(shifted.map((verb) => verb()))
      core.time.now = then

      const life = await lifeOf(deal)
      expect(life.join(' ')).toMatch(LIFE)
      const expired = life.includes('offer.expired') ? 1 : 0
      // The job for the payment window is content with whatever it finds.
      expect(counted.done).toBe(life.length - before.length + 1 - expired)
      const { status } = await getOffer(core.as(staff), { id: deal.offer.id })
      const ended = ['released', 'cancelled', 'expired'].includes(status)
      if (from !== 'paid') expect(ended).toBe(true)
      const ad = await getAd(core.as(owner), { id: deal.ad.id })
      expect(ad.status).toBe(
        ended ? (status === 'released' ? 'completed' : 'active') : 'in_progress',
      )
    }
    expect(await core.verify()).toEqual([])
  },
)

test.each(['close', 'expire'])(
  'offers that race with the %s of their ad are made before it, or not at all',
  async (end) => {
    const rich = await core.newUser()
    for (let round = 0; round < 5; round += 1) {
      const endDate = core.time.now.toISOString().slice(0, 10)
      const ad = await createAd(core.as(rich), adInput({ cryptoAmount: '10', endDate }))
      const then = core.time.now
      core.time.now = new Date(then.getTime() + 24 * 3_600_000)
      const ending = () =>
        end === 'close' ? closeAd(core.as(rich), ad) : expireAd(core.as(SYSTEM), { adId: ad.id })
      const attempts: (() => Promise<unknown>)[] = Array.from(
        { length: 8 },
        (_, i) => () => createOffer(core.as(maker(i)), offerInput(ad, '1')),
      )
      attempts.splice(round, 0, ending)
      const counted = await outcomes(attempts.map((attempt) => attempt()))
      core.time.now = then
      const made = (counted.done ?? 0) - 1
      expect(counted['This ad is not open to offers'] ?? 0).toBe(8 - made)
      const { status } = await getAd(core.as(rich), ad)
      expect(status).toBe(end === 'close' ? 'closed' : 'expired')
      const [held] = await core.sql(
        `select coalesce(sum(o.amount), 0)::int as held from offers o where ad_id = $1`,
        [ad.id],
      )
      expect(held).toEqual({ held: made })
    }
    expect(await core.verify()).toEqual([])
  },
)

test('offers on each other’s ads, released at the same time, do not wait for each other in a circle', async () => {
  const [a, b] = [await core.newUser(), await core.newUser()]
  const pairs = Array.from({ length: 30 }, (_, i) =>
    i % 2 ? ([a, b] as const) : ([b, a] as const),
  )
  const deals = await Promise.all(
    pairs.map(([owner, maker], i) =>
      dealIn(core, 'pending', { owner, maker }, { adType: i % 3 ? 'sell' : 'buy' }),
    ),
  )
  // Without the retry that would hide a deadlock.
  const [before] = await core.sql(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  await Promise.all(deals.map(({ seller, offer }) => releaseOffer(core.as(seller), offer)))
  const [after] = await core.sql(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  expect(after).toEqual(before)
  expect(await core.verify()).toEqual([])
})
