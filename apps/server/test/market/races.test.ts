import { expireOffer } from '@souk/core/market/offers/expire-offer.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks, purseOf } from '../../src/testing/books.ts'
import { type Answer, type TestUser, tally } from '../../src/testing/http-client.ts'
import { type MarketClient, marketClient } from '../../src/testing/market.ts'
import { scramble, TRIED } from '../../src/testing/scramble.ts'
import { openSystem, type System } from '../../src/testing/system.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The market with many real requests at the same moment: every coin has exactly one fate.

let souk: TestSouk
let market: MarketClient
let books: Books
let system: System
let makers: TestUser[]
let staff: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  market = marketClient(souk)
  books = await openBooks(souk.databaseUrl)
  system = await openSystem(souk.databaseUrl)
  const names = Array.from({ length: 20 }, (_, i) => `maker${i}`)
  makers = await Promise.all(names.map((name) => souk.signUp(name)))
  staff = await souk.signUp('umpire')
  await souk.sql(`update users set is_staff = true where id = ${staff.id}`)
})
afterAll(async () => {
  await system.close()
  await books.close()
  await souk.stop()
})
afterEach(async () => {
  expect(await books.verify()).toEqual([])
})

let owners = 0
const newOwner = () => {
  owners += 1
  return souk.signUp(`owner${owners}`)
}

const entityOfAd = async (id: number, user: TestUser) =>
  (await souk.get(`/p2p/ad/detail/${id}/`, user.token)).body.entity
const statusOf = async (id: number, user: TestUser) =>
  (await souk.get(`/p2p/offer/detail/${id}/`, user.token)).body.entity.status

async function purse({ id }: TestUser): Promise<{ available: number; held: number }> {
  const { available, held } = purseOf((await books.purses([id]))[id])
  return { available: Number(available), held: Number(held) }
}

const HOUR = 3_600_000
const MADE = 'Offer created successfully'

test.each(['sell', 'buy'])(
  'of 20 offers for the last part of a %s ad exactly as many are made as it has room for',
  async (ad_type) => {
    const owner = await newOwner()
    const before = await purse(owner)
    const ad = await market.newAd(owner, { ad_type, crypto_amount: '1' })
    const answers = await Promise.all(makers.map((maker) => market.offer(maker, ad, '0.3')))
    expect(tally(answers, 'message')).toEqual({
      [MADE]: 3,
      'Only 0.10 btc is available on this ad': 17,
    })
    expect(await entityOfAd(ad, owner)).toMatchObject({ total_available: '0.1000000000' })
    const last = await Promise.all(makers.map((maker) => market.offer(maker, ad, '0.1')))
    expect(tally(last, 'message')).toEqual({
      [MADE]: 1,
      'Only 0.00 btc is available on this ad': 19,
    })
    expect(await entityOfAd(ad, owner)).toMatchObject({ status: 'in_progress' })
    const after = await purse(owner)
    const own = ad_type === 'sell' ? 1 : 0
    expect(after).toEqual({ available: before.available - own, held: before.held + own })
  },
)

test('twenty offers by one user whose wallet has room for three: three are made', async () => {
  const [owner, maker] = [await newOwner(), await newOwner()]
  const ad = await market.newAd(owner, { ad_type: 'buy', crypto_amount: '1000' })
  const answers = await Promise.all(Array.from({ length: 20 }, () => market.offer(maker, ad, '30')))
  expect(tally(answers, 'message')).toEqual({
    [MADE]: 3,
    'Insufficient p2p balance, please move some funds to your p2p wallet': 17,
  })
  expect(await purse(maker)).toEqual({ available: 10, held: 90 })
  expect(await entityOfAd(ad, owner)).toMatchObject({ total_available: '910.0000000000' })
})

test('ads at once out of one wallet: as many are made as it can hold', async () => {
  const owner = await newOwner()
  const ads = await Promise.all(
    Array.from({ length: 8 }, () => market.newAd(owner, { crypto_amount: '40' })),
  )
  expect(ads.filter((id) => id > 0)).toHaveLength(2)
  expect(await purse(owner)).toEqual({ available: 20, held: 80 })
})

interface Deal {
  readonly ad: number
  readonly offer: number
  readonly seller: TestUser
  readonly buyer: TestUser
}

async function newDeal(adType: string, owner: TestUser, maker: TestUser): Promise<Deal> {
  const ad = await market.newAd(owner, { ad_type: adType, crypto_amount: '1' })
  const offer = await market.newOffer(maker, ad)
  const [seller, buyer] = adType === 'sell' ? [owner, maker] : [maker, owner]
  return { ad, offer, seller, buyer }
}

const succeeded = ({ status }: { status: number }) => status === 200

/**
 * Expiry as its job does it; it never refuses, so that only the outcome tells. It has no way over
 * HTTP to go, and would always be first: mostly it waits for as long as that takes.
 */
async function expire(offer: number, round: number): Promise<Answer> {
  if (round % 3) await souk.get('/auth/me', staff.token)
  await expireOffer(system.ctx(HOUR), { offerId: offer })
  return TRIED
}

const NEWS_OF_ENDS = ['offer.released', 'offer.cancelled', 'offer.expired', 'offer.resolved']

/** Checks that an offer has ended at most once, and that its money is where its state says. */
async function expectOneFate(deal: Deal, before: readonly number[]): Promise<void> {
  const status = await statusOf(deal.offer, deal.seller)
  const [row] = (await souk.sql(
    `select count(*)::int as n from events where stream = 'offer:${deal.offer}'
        and type in (${NEWS_OF_ENDS.map((type) => `'${type}'`).join()})`,
  )) as { n: number }[]
  const ended = ['released', 'cancelled', 'expired'].includes(status)
  expect([status, row?.n]).toEqual([status, ended ? 1 : 0])
  const [seller, buyer] = [await purse(deal.seller), await purse(deal.buyer)]
  const [sellers = 0, buyers = 0] = before
  const gained = status === 'released' ? 1 : 0
  expect([status, buyer.available + buyer.held - buyers]).toEqual([status, gained])
  expect([status, seller.available + seller.held - sellers]).toEqual([status, 0 - gained])
}

const total = async (user: TestUser) => {
  const { available, held } = await purse(user)
  return available + held
}

test.each(['sell', 'buy'])(
  'release, cancel, payment, expiry and close of a pending offer on a %s ad, all at once: one fate',
  async (adType) => {
    const [owner, maker] = [await newOwner(), await newOwner()]
    for (let round = 0; round < 15; round += 1) {
      const deal = await newDeal(adType, owner, maker)
      const before = [await total(deal.seller), await total(deal.buyer)]
      await scramble(round, [
        () => market.act('release', deal.offer, deal.seller),
        () => market.act('cancel', deal.offer, deal.buyer),
        () => expire(deal.offer, round),
        () => market.act('paid', deal.offer, deal.buyer),
        () => souk.post(`/p2p/ad/close/${deal.ad}/`, undefined, owner.token),
        () => market.act('release', deal.offer, deal.seller),
      ])
      await expectOneFate(deal, before)
    }
  },
)

test.each(['sell', 'buy'])(
  'release, cancel, dispute, staff and expiry of a paid offer on a %s ad, all at once: one fate',
  async (adType) => {
    const [owner, maker] = [await newOwner(), await newOwner()]
    for (let round = 0; round < 16; round += 1) {
      const deal = await newDeal(adType, owner, maker)
      const { offer, seller, buyer } = deal
      await market.act('paid', offer, buyer)
      const disputed = round % 2 === 0
      if (disputed) await market.act('dispute', offer, buyer, { reason: 'no answer' })
      const before = [await total(seller), await total(buyer)]
      const answers = await scramble(round, [
        () => market.act('release', offer, seller),
        () => market.act('cancel', offer, buyer),
        () => market.act('dispute', offer, seller, { reason: 'nothing came' }),
        () => market.act('resolve', offer, staff, { outcome: 'refund' }),
        () => market.act('resolve', offer, staff, { outcome: 'release' }),
        () => expire(offer, round),
      ])
      if (disputed) expect(answers.filter(succeeded)).toHaveLength(1)
      await expectOneFate(deal, before)
    }
  },
)

test('of twenty releases of one offer one is done, and the others come too late', async () => {
  const [owner, maker] = [await newOwner(), await newOwner()]
  const { offer } = await newDeal('sell', owner, maker)
  const answers = await Promise.all(makers.map(() => market.act('release', offer, owner)))
  expect(tally(answers, 'message')).toEqual({
    'Funds have been released successfully': 1,
    'Offer is already released': 19,
  })
  expect(await purse(maker)).toEqual({ available: 101, held: 0 })
})

test('an ad that closes while offers come in has given back exactly what they have not', async () => {
  for (const adType of ['sell', 'buy']) {
    const owner = await newOwner()
    const ad = await market.newAd(owner, { ad_type: adType, crypto_amount: '10' })
    const offers = makers.map((maker) => () => market.offer(maker, ad, '1'))
    const closing = () => souk.post(`/p2p/ad/close/${ad}/`, undefined, owner.token)
    const answers = await scramble(0, [...offers.slice(0, 4), closing, ...offers.slice(4)])
    const made = tally(answers, 'message')[MADE] ?? 0
    const { available, held } = await purse(owner)
    if (adType === 'sell')
      expect({ available, held }).toEqual({ available: 100 - made, held: made })
    const after = await entityOfAd(ad, owner)
    expect(after).toMatchObject({ status: 'closed', total_available: '0.0000000000' })
    const ids = answers.flatMap(({ body }) => (body.message === MADE ? [body.entity.id] : []))
    await Promise.all(
      ids.map(async (id: number) => {
        const { user } = (await souk.get(`/p2p/offer/detail/${id}/`, staff.token)).body.entity
        const [row] = (await souk.sql(`select id::int from users where uuid = '${user}'`)) as {
          id: number
        }[]
        const maker = makers.find((one) => one.id === row?.id)
        if (maker) await market.act('cancel', id, maker)
      }),
    )
    expect(await purse(owner)).toEqual({ available: 100, held: 0 })
    expect(await entityOfAd(ad, owner)).toMatchObject({ status: 'closed' })
  }
})

test('offers and cancellations without end leave an ad with all that it had', async () => {
  const owner = await newOwner()
  const ads = [
    await market.newAd(owner, { crypto_amount: '1' }),
    await market.newAd(owner, { crypto_amount: '1', ad_type: 'buy' }),
  ]
  const before = await Promise.all(makers.map(total))
  await Promise.all(
    makers.map(async (maker, i) => {
      for (let round = 0; round < 4; round += 1) {
        const { body } = await market.offer(maker, ads[(i + round) % 2] ?? 0, '0.4')
        if (body.success) await market.act('cancel', body.entity.id, maker)
      }
    }),
  )
  for (const ad of ads) {
    const after = await entityOfAd(ad, owner)
    expect(after).toMatchObject({ status: 'active', total_available: '1.0000000000' })
  }
  expect(await Promise.all(makers.map(total))).toEqual(before)
})

test('two traders who sell to each other at once never stand in each other’s way', async () => {
  const [one, other] = [await newOwner(), await newOwner()]
  const rounds = Array.from({ length: 20 }, (_, i) => i)
  const deals = await Promise.all(
    rounds.map((i) => newDeal(i % 4 < 2 ? 'sell' : 'buy', ...pairAt(i, one, other))),
  )
  const answers = await Promise.all(
    deals.map(({ offer, seller }) => market.act('release', offer, seller)),
  )
  expect(tally(answers, 'message')).toEqual({ 'Funds have been released successfully': 20 })
  expect(await purse(one)).toEqual({ available: 100, held: 0 })
  expect(await purse(other)).toEqual({ available: 100, held: 0 })
})

const pairAt = (i: number, one: TestUser, other: TestUser): [TestUser, TestUser] =>
  i % 2 ? [one, other] : [other, one]

test('each side rates once, however often at once', async () => {
  const [owner, maker] = [await newOwner(), await newOwner()]
  const { ad, offer } = await newDeal('sell', owner, maker)
  await market.act('release', offer, owner)
  const rate = () => market.act('rate', offer, maker, { positive: true })
  const answers = await Promise.all(Array.from({ length: 10 }, rate))
  expect(answers.filter(succeeded)).toHaveLength(1)
  expect((await entityOfAd(ad, maker)).user.ratings).toEqual({
    positive_feedback_count: 1,
    negative_feedback_count: 0,
    averate_rating: 5,
  })
})

/** The same request 20 times at once, under one Idempotency-Key. */
function duplicates(path: string, user: TestUser, key: string, body?: object) {
  const options = { token: user.token, body, headers: { 'idempotency-key': key } }
  return Promise.all(Array.from({ length: 20 }, () => souk.request('POST', path, options)))
}

test('20 duplicates under one Idempotency-Key do each step of a deal once', async () => {
  const [owner, maker] = [await newOwner(), await newOwner()]
  const ad = { ...market.AD, crypto_amount: '5' }
  const ads = await duplicates('/p2p/ad/', owner, 'ad', ad)
  expect(tally(ads, 'message')).toEqual({ 'Ad created successfully': 20 })
  const locations = new Set(ads.map(({ headers }) => headers.get('location')))
  expect(locations.size).toBe(1)
  expect(await purse(owner)).toEqual({ available: 95, held: 5 })

  const id = Number(/(\d+)\/$/.exec([...locations][0] ?? '')?.[1])
  const offers = await duplicates('/p2p/offer/create/', maker, 'offer', market.offerOn(id, '2'))
  expect(tally(offers, 'message')).toEqual({ [MADE]: 20 })
  expect(new Set(offers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(await entityOfAd(id, owner)).toMatchObject({ total_available: '3.0000000000' })

  const offer = offers[0]?.body.entity.id
  const steps = [
    ['paid', maker],
    ['release', owner],
  ] as const
  for (const [verb, user] of steps) {
    const answers = await duplicates(`/p2p/offer/${verb}/${offer}/`, user, verb)
    expect(answers.filter(succeeded)).toHaveLength(20)
  }
  expect(await purse(owner)).toEqual({ available: 95, held: 3 })
  expect(await purse(maker)).toEqual({ available: 102, held: 0 })
  const closed = await duplicates(`/p2p/ad/close/${id}/`, owner, 'close')
  expect(tally(closed, 'message')).toEqual({ 'Ad closed successfully': 20 })
  expect(await purse(owner)).toEqual({ available: 98, held: 0 })
})
