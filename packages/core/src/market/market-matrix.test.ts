import { AD_STATUSES, type AdStatus, OFFER_STATUSES, type OfferStatus } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../context.ts'
import { adInput, type Deal, dealIn, offerInput } from '../testing/market.ts'
import { AD_MATRIX, type Cell, cellsOf, OFFER_MATRIX } from '../testing/market-matrix.ts'
import { outcomeOf } from '../testing/outcome.ts'
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
import { OFFER_ACTIONS, type OfferAction } from './transitions.ts'

// The matrices once more, played on the database by real people: what is refused changes nothing.

let core: TestCore
let people: Record<'owner' | 'maker' | 'staff' | 'staffOwner' | 'staffMaker' | 'other', SignedIn>
beforeAll(async () => {
  core = await startTestCore()
  people = {
    owner: await core.newUser(),
    maker: await core.newUser(),
    staff: await core.newUser('staff'),
    staffOwner: await core.newUser('staff'),
    staffMaker: await core.newUser('staff'),
    other: await core.newUser(),
  }
})
afterAll(() => core.close())

const SYSTEM: Actor = { kind: 'system' }
const HOUR = 3_600_000

const verbs: Record<OfferAction, (actor: Actor, id: number) => Promise<unknown>> = {
  pay: (actor, id) => payOffer(core.as(actor), { id }),
  cancel: (actor, id) => cancelOffer(core.as(actor), { id }),
  release: (actor, id) => releaseOffer(core.as(actor), { id }),
  expire: (actor, offerId) => expireOffer(core.as(actor), { offerId }),
  dispute: (actor, id) => disputeOffer(core.as(actor), { id, reason: 'nothing came' }),
  resolve_release: (actor, id) => resolveOffer(core.as(actor), { id, outcome: 'release' }),
  resolve_refund: (actor, id) => resolveOffer(core.as(actor), { id, outcome: 'refund' }),
}

/** What an attempt must not change when it is refused. */
async function everything(deal: Deal) {
  const [events] = await core.sql('select count(*) as n from events')
  const [mails] = await core.sql('select count(*) as n from mails')
  const [jobs] = await core.sql('select count(*) as n from pgboss.job')
  const offer = await getOffer(core.as(people.staff), { id: deal.offer.id })
  const ad = await getAd(core.as(people.staff), { id: deal.ad.id })
  const purses = await Promise.all([core.purse(deal.seller), core.purse(deal.buyer)])
  return { events, mails, jobs, offer, ad, purses }
}

/** Who plays a role on an ad of this type, if anybody can; a side may be of the staff. */
function actorsAs(role: string, deal: Deal): Actor[] {
  const ofOwner = deal.ad.adType === 'sell' ? 'seller_owner' : 'buyer_owner'
  const ofMaker = deal.ad.adType === 'sell' ? 'buyer_maker' : 'seller_maker'
  if (role === ofOwner) return [deal.owner]
  if (role === ofMaker) return [deal.maker]
  if (role === 'staff') return [people.staff]
  if (role === 'other') return [people.other]
  return role === 'system' ? [SYSTEM] : []
}

const isLegal = ({ expected }: Cell) => expected.startsWith('→')

/** The code of a refusal as the caller gets it. */
function refusalCode(cell: Cell): string {
  if (cell.role === 'system') return cell.action === 'expire' ? 'done' : 'AUTHENTICATION_REQUIRED'
  if (cell.action === 'expire') return 'FORBIDDEN'
  return cell.expected === 'not_yours' ? 'NOT_A_PARTY' : 'CONFLICT'
}

const settings = (['sell', 'buy'] as const).flatMap((adType) =>
  (['users', 'staff'] as const).flatMap((sides) =>
    OFFER_STATUSES.map((from) => ({ adType, sides, from })),
  ),
)

test.each(settings)(
  'on a $adType ad between $sides, every cell of an offer that is $from',
  async ({ adType, sides, from }) => {
    const pair =
      sides === 'staff'
        ? { owner: people.staffOwner, maker: people.staffMaker }
        : { owner: people.owner, maker: people.maker }
    const cells = cellsOf(OFFER_MATRIX).filter((cell) => cell.from === from)
    const deal = await dealIn(core, from, pair, { adType })
    core.time.now = new Date(core.time.now.getTime() + HOUR)
    const before = await everything(deal)
    for (const cell of cells.filter((cell) => !isLegal(cell))) {
      for (const actor of actorsAs(cell.role, deal)) {
        const outcome = await outcomeOf(verbs[cell.action as OfferAction](actor, deal.offer.id))
        expect([cell.action, cell.role, outcome]).toEqual([
          cell.action,
          cell.role,
          refusalCode(cell),
        ])
      }
    }
    expect(await everything(deal)).toEqual(before)
    for (const cell of cells.filter(isLegal)) await playLegal(cell, from, pair, adType)
    expect(await core.verify()).toEqual([])
  },
)

async function playLegal(
  cell: Cell,
  from: OfferStatus,
  pair: { owner: SignedIn; maker: SignedIn },
  adType: 'sell' | 'buy',
): Promise<void> {
  const deal = await dealIn(core, from, pair, { adType })
  for (const actor of actorsAs(cell.role, deal)) {
    const then = core.time.now
    core.time.now = new Date(then.getTime() + HOUR)
    const before = await core.purse(deal.seller)
    const beforeBuyer = await core.purse(deal.buyer)
    await verbs[cell.action as OfferAction](actor, deal.offer.id)
    const [, to, escrow] = /^→(\w+):(\w+)$/.exec(cell.expected) ?? []
    const { status } = await getOffer(core.as(people.staff), { id: deal.offer.id })
    expect([cell.action, cell.role, status]).toEqual([cell.action, cell.role, to])
    const [seller, buyer] = [await core.purse(deal.seller), await core.purse(deal.buyer)]
    const held = Number(seller.held) - Number(before.held)
    const got = Number(buyer.available) - Number(beforeBuyer.available)
    const backToAd = escrow === 'return' && adType === 'sell'
    expect(got).toBe(escrow === 'post' ? 1 : 0)
    expect(held).toBe(escrow === 'keep' || backToAd ? 0 : -1)
    const ad = await getAd(core.as(people.staff), { id: deal.ad.id })
    const after = { keep: 'in_progress', post: 'completed', return: 'active' }[escrow as string]
    expect(ad.status).toBe(after)
  }
}

test('every action has its verb', () => {
  expect(Object.keys(verbs).sort()).toEqual([...OFFER_ACTIONS].sort())
})

/** Brings an ad of 1 BTC into a state. */
async function adIn(status: AdStatus): Promise<{ id: number; offerId: number | undefined }> {
  const { id } = await createAd(
    core.as(people.owner),
    adInput({ cryptoAmount: '1', endDate: core.time.now.toISOString().slice(0, 10) }),
  )
  if (status === 'active') return { id, offerId: undefined }
  if (status === 'closed') await closeAd(core.as(people.owner), { id })
  if (status === 'expired') await whenOver(() => expireAd(core.as(SYSTEM), { adId: id }))
  if (status === 'closed' || status === 'expired') return { id, offerId: undefined }
  const offer = await createOffer(core.as(people.maker), offerInput({ id }))
  if (status === 'completed') await releaseOffer(core.as(people.owner), { id: offer.id })
  return { id, offerId: offer.id }
}

async function whenOver<T>(work: () => Promise<T>): Promise<T> {
  const then = core.time.now
  core.time.now = new Date(then.getTime() + 24 * HOUR)
  try {
    return await work()
  } finally {
    core.time.now = then
  }
}

test.each([...AD_STATUSES])('every cell of an ad that is %s', async (from) => {
  for (const cell of cellsOf(AD_MATRIX).filter((cell) => cell.from === from)) {
    const { id, offerId } = await adIn(from)
    await playOnAd(cell, id, offerId)
    const { status } = await getAd(core.as(people.owner), { id })
    const [, to] = /^→(\w+)$/.exec(cell.expected) ?? []
    expect([cell.action, cell.role, status]).toEqual([cell.action, cell.role, to ?? from])
  }
  expect(await core.verify()).toEqual([])
})

async function playOnAd({ action, role }: Cell, id: number, offerId?: number): Promise<void> {
  const { owner, staff, other } = people
  const who = { owner, staff, other, system: SYSTEM }[role]
  if (who && action === 'close') await outcomeOf(closeAd(core.as(who), { id }))
  // Expiry has one way in: the job, which acts for time itself.
  if (who === SYSTEM && action === 'expire') {
    await whenOver(() => expireAd(core.as(SYSTEM), { adId: id }))
  }
  if (role !== 'offers') return
  if (action === 'use_up') await outcomeOf(createOffer(core.as(people.maker), offerInput({ id })))
  if (action === 'complete' && offerId) {
    await outcomeOf(releaseOffer(core.as(people.owner), { id: offerId }))
  }
  if (action === 'give_back') {
    const part = offerId ? { id: offerId } : await halfOffer(id)
    if (part) await outcomeOf(cancelOffer(core.as(people.maker), part))
  }
}

/** An offer that leaves the ad active, if the ad takes one. */
async function halfOffer(id: number): Promise<{ id: number } | undefined> {
  try {
    return await createOffer(core.as(people.maker), offerInput({ id }, '0.5'))
  } catch {
    return undefined
  }
}
