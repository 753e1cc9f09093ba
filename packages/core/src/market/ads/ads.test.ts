import type { AdSort, NewAd } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../../context.ts'
import { createStaticRates } from '../../rates/static-rates.ts'
import { adInput, dealIn, offerInput } from '../../testing/market.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { createOffer } from '../offers/create-offer.ts'
import { rateOffer } from '../offers/rate-offer.ts'
import { releaseOffer } from '../offers/release-offer.ts'
import { closeAd } from './close-ad.ts'
import { createAd } from './create-ad.ts'
import { expireAd } from './expire-ad.ts'
import { getAd } from './get-ad.ts'
import { listAds, listMyAds } from './list-ads.ts'

let core: TestCore
let rates: Record<string, string>
let owner: SignedIn
let maker: SignedIn
beforeAll(async () => {
  rates = { 'btc:usd': '60000' }
  core = await startTestCore({ rates: { current: async () => rates } })
  owner = await core.newUser()
  maker = await core.newUser()
})
afterAll(() => core.close())

const create = (changes: Partial<NewAd> = {}, user = owner) =>
  createAd(core.as(user), adInput(changes))

test('the rates of the sandbox are fit for floating prices', async () => {
  expect(await createStaticRates().current()).toHaveProperty('btc:usd')
})

test('a sell ad holds its whole amount, a buy ad nothing', async () => {
  const user = await core.newUser()
  await create({ cryptoAmount: '3' }, user)
  expect(await core.purse(user)).toEqual({ available: '97', held: '3' })
  await create({ cryptoAmount: '500', adType: 'buy' }, user)
  expect(await core.purse(user)).toEqual({ available: '97', held: '3' })
  const tooMuch = create({ cryptoAmount: '97.00000001' }, user)
  await expect(tooMuch).rejects.toMatchObject({
    code: 'INSUFFICIENT_FUNDS',
    message: 'Insufficient p2p balance, please move some funds to your p2p wallet',
  })
})

test('without limits an ad takes anything up to its whole value', async () => {
  const ad = await create({ pricePerUnit: '33333.333', cryptoAmount: '0.3' })
  expect(ad).toMatchObject({ minLimit: '0.00', maxLimit: '10000.00', pricePerUnit: '33333.333' })
  const tooHigh = create({ minLimit: '1000.01', cryptoAmount: '10' })
  await expect(tooHigh).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    fields: [{ path: ['minLimit'], message: expect.stringContaining('1000.00') }],
  })
})

test('an ad whose last day is over is expired at once, and the funds come back', async () => {
  const user = await core.newUser()
  const ad = await create({ startDate: '2024-10-31', endDate: '2024-10-31' }, user)
  expect(ad).toMatchObject({ status: 'expired', totalAvailable: '0.00', endDate: '2024-10-31' })
  expect(await core.purse(user)).toEqual({ available: '100', held: '0' })
  await expect(createOffer(core.as(maker), offerInput(ad))).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This ad is not open to offers',
  })
  await expect(closeAd(core.as(user), ad)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This ad is already expired',
  })
})

test('an end before a start that is today is refused', async () => {
  const ends = create({ startDate: '2026-01-05', endDate: '2026-01-04' })
  await expect(ends).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})

test('an ad expires when its last day is over, not before', async () => {
  const user = await core.newUser()
  const { id } = await create({ endDate: '2026-01-02' }, user)
  const system = core.as({ kind: 'system' })
  const due = () =>
    core.sql(
      `select start_after - created_on as wait from pgboss.job
               where name = 'ad.expire' and data ->> 'adId' = $1`,
      [String(id)],
    )
  expect(await due()).toHaveLength(1)
  await expireAd(system, { adId: id })
  expect((await getAd(core.as(user), { id })).status).toBe('active')
  expect(await due()).toHaveLength(2)
  const { now } = core.time
  core.time.now = new Date('2026-01-03T00:00:00.000Z')
  await expireAd(system, { adId: id })
  core.time.now = now
  expect((await getAd(core.as(user), { id })).status).toBe('expired')
  expect(await core.purse(user)).toEqual({ available: '100', held: '0' })
  await expect(expireAd(core.as(user), { adId: id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('closing gives back what is not reserved; offers under way run on', async () => {
  const user = await core.newUser()
  const { ad, offer } = await dealIn(core, 'pending', { owner: user, maker }, { cryptoAmount: '5' })
  const closed = await closeAd(core.as(user), ad)
  expect(closed).toMatchObject({ status: 'closed', totalAvailable: '0.00' })
  expect(await core.purse(user)).toEqual({ available: '99', held: '1' })
  expect(await releaseOffer(core.as(user), offer)).toMatchObject({ status: 'released' })
  expect((await getAd(core.as(user), ad)).status).toBe('closed')
  expect(await core.verify()).toEqual([])
})

const audit = (id: number) =>
  core.sql('select staff_id as staff, action, details, address from audit_log where subject = $1', [
    `ad:${id}`,
  ])

test('staff close anybody’s ad: a banned owner’s money is free again, he is told, it is on record', async () => {
  const [user, staff] = [await core.newUser(), await core.newUser('staff')]
  const { id } = await create({ cryptoAmount: '3' }, user)
  await core.sql('update users set is_active = false where id = $1', [user.userId])
  expect(await closeAd(core.as(staff), { id })).toMatchObject({ status: 'closed' })
  expect(await core.purse(user)).toEqual({ available: '100', held: '0' })
  const [event] = await core.sql(
    `select type, actor_id as actor from events where stream = $1 order by seq desc limit 1`,
    [`user:${user.userId}`],
  )
  expect(event).toEqual({ type: 'ad.closed', actor: staff.userId })
  const entry = { action: 'ad.closed', details: { user: user.userId }, address: '127.0.0.1' }
  expect(await audit(id)).toEqual([{ staff: staff.userId, ...entry }])
  await expect(closeAd(core.as(staff), { id })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This ad is already closed',
  })
})

test('a member of staff who closes his own ad does so as its owner', async () => {
  const staff = await core.newUser('staff')
  const { id } = await create({}, staff)
  expect(await closeAd(core.as(staff), { id })).toMatchObject({ status: 'closed' })
  expect(await audit(id)).toEqual([])
})

test('nobody else closes an ad, and an unknown one is not found', async () => {
  const ad = await create()
  await expect(closeAd(core.as(maker), ad)).rejects.toMatchObject({
    code: 'NOT_A_PARTY',
    message: 'You are not authorized to close this ad',
  })
  await expect(closeAd(core.as(maker), { id: 987_654 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(getAd(core.as(maker), { id: 987_654 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test.each([
  ['2.5', '61500.00'],
  ['-10', '54000.00'],
  ['0.01', '60006.00'],
  [undefined, '60000.00'],
])('a floating price with a margin of %s is %s', async (margin, price) => {
  const ad = await create({
    priceType: 'floating',
    pricePerUnit: undefined,
    margin,
    cryptoAmount: '0.1',
  })
  expect(ad).toMatchObject({ priceType: 'floating', pricePerUnit: price })
})

test('a floating price follows the rate, is fixed in an offer, and is gone without a rate', async () => {
  const ad = await create({ priceType: 'floating', margin: '10', cryptoAmount: '2' })
  const input = { ad: ad.id, currencyAmount: '0.5', fiatAmount: '33000' }
  const offer = await createOffer(core.as(maker), input)
  expect(offer).toMatchObject({ pricePerUnit: '66000.00', fiatAmount: '33000.00' })
  rates = { 'btc:usd': '70000' }
  expect(await getAd(core.as(maker), ad)).toMatchObject({
    pricePerUnit: '77000.00',
    maxLimit: '115500.00', // of what is left
  })
  await expect(createOffer(core.as(maker), input)).rejects.toMatchObject({
    fields: [{ path: ['fiatAmount'], message: 'must be 38500.00 usd for that amount' }],
  })
  rates = {}
  expect(await getAd(core.as(maker), ad)).toMatchObject({ pricePerUnit: null, maxLimit: null })
  const stale = {
    code: 'CONFLICT',
    message: 'There is no current rate for btc in usd, please try again later',
  }
  await expect(createOffer(core.as(maker), input)).rejects.toMatchObject(stale)
  await expect(create({ priceType: 'floating' })).rejects.toMatchObject(stale)
  rates = { 'btc:usd': '60000' }
})

test('staff’s rules bind new ads: coins, rights, limits', async () => {
  const user = await core.newUser()
  const put = (sql: string) => core.sql(sql, [user.userId])
  await put(`insert into deal_limits (asset, user_id, maximum) values ('btc', $1, 5)`)
  await expect(create({ cryptoAmount: '5.1' }, user)).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: 'At most 5 btc may be traded in one deal',
  })
  await put(`insert into user_restrictions values ($1, 'trade:btc')`)
  await expect(create({ cryptoAmount: '1' }, user)).rejects.toMatchObject({
    code: 'RESTRICTED',
    message: 'You have been restricted from trading btc, please contact support',
  })
  await core.sql(`update ledger.assets set enabled = false where code = 'ltc'`)
  await expect(create({ cryptoCurrency: 'ltc' }, user)).rejects.toMatchObject({
    code: 'COIN_DISABLED',
  })
  await core.sql(`update ledger.assets set enabled = true`)
})

const ids = (page: { items: { id: number }[] }) => page.items.map(({ id }) => id)

test('browsing finds what is open, newest first, by what one is looking for', async () => {
  const [a, b] = [await core.newUser(), await core.newUser()]
  const paging = { page: 1, perPage: 50 }
  const eth = { cryptoCurrency: 'eth', pricePerUnit: '2000', fiatCurrency: 'eur' } as const
  const small = await create({ ...eth, cryptoAmount: '1' }, a)
  const big = await create({ ...eth, cryptoAmount: '10', minLimit: '3000' }, b)
  const buys = await create({ ...eth, adType: 'buy', paymentMethod: 'wise' }, b)
  await create({ ...eth, startDate: '2026-01-09' }, a)
  const closed = await create(eth, a)
  await closeAd(core.as(a), closed)
  const browse = (filter: object) => listAds(core.as(maker), { ...paging, ...filter })
  const found = async (filter: object) => ids(await browse({ cryptoCurrency: 'eth', ...filter }))
  expect(await found({})).toEqual([buys.id, big.id, small.id])
  expect(await found({ adType: 'sell' })).toEqual([big.id, small.id])
  expect(await found({ paymentMethod: 'wise' })).toEqual([buys.id])
  expect(await found({ fiatCurrency: 'usd' })).toEqual([])
  expect(await found({ fiatCurrency: 'eur', fiatAmount: '2000' })).toEqual([buys.id, small.id])
  expect(await found({ fiatAmount: '2000.01' })).toEqual([buys.id])
  expect(await found({ fiatAmount: '3000' })).toEqual([buys.id, big.id])
  expect(await browse({ cryptoCurrency: 'eth', perPage: 1, page: 2 })).toMatchObject({
    items: [{ id: big.id }],
    total: 3,
  })
  await core.sql('update users set is_active = false where id = $1', [b.userId])
  expect(await found({})).toEqual([small.id])
  await core.sql(`update ledger.assets set enabled = false where code = 'eth'`)
  expect(await found({})).toEqual([])
  await core.sql(`update ledger.assets set enabled = true`)
  await core.sql(`insert into user_restrictions values ($1, 'trade:eth')`, [a.userId])
  expect(await found({})).toEqual([])
  const mine = await listMyAds(core.as(a), { ...paging, status: 'closed' })
  expect(ids(mine)).toEqual([closed.id])
  expect((await listMyAds(core.as(a), paging)).total).toBe(3)
})

test('browsing by price has the cheapest or the dearest first, and what has no price last', async () => {
  const [user, reader] = [await core.newUser(), core.as(maker)]
  const eur = { fiatCurrency: 'eur', cryptoAmount: '1' } as const
  const floating = { ...eur, priceType: 'floating', pricePerUnit: undefined } as const
  rates = { 'btc:eur': '100', 'btc:gbp': '100' }
  const dear = await create({ ...eur, pricePerUnit: '120' }, user)
  const cheap = await create({ ...eur, pricePerUnit: '9' }, user)
  const above = await create({ ...floating, margin: '10' }, user)
  const cheapToo = await create({ ...eur, pricePerUnit: '9.00' }, user)
  const lost = await create({ ...floating, fiatCurrency: 'gbp' }, user)
  const found = async (sort: AdSort, page = 1) =>
    (await listAds(reader, { sort, cryptoCurrency: 'btc', page, perPage: 50 })).items
      .filter(({ ownerId }) => ownerId === user.userId)
      .map(({ id }) => id)
  rates = { 'btc:eur': '100' }
  expect(await found('newest')).toEqual([lost, cheapToo, above, cheap, dear].map(({ id }) => id))
  expect(await found('price')).toEqual([cheapToo, cheap, above, dear, lost].map(({ id }) => id))
  expect(await found('-price')).toEqual([dear, above, cheapToo, cheap, lost].map(({ id }) => id))
  rates = { 'btc:eur': '200' }
  expect(await found('price')).toEqual([cheapToo, cheap, dear, above, lost].map(({ id }) => id))
  rates = { 'btc:usd': '60000' }
})

test('one market by price comes page by page in one order, fixed and floating, with or without a rate', async () => {
  const reader = core.as(maker)
  const market = { cryptoCurrency: 'btc', fiatCurrency: 'kes', adType: 'sell' } as const
  const ad = { ...market, cryptoAmount: '1' }
  const floating = { ...ad, priceType: 'floating', pricePerUnit: undefined } as const
  const user = await core.newUser()
  rates = { 'btc:kes': '100' }
  const dear = await create({ ...ad, pricePerUnit: '120' }, user)
  const above = await create({ ...floating, margin: '10' }, user)
  const cheap = await create({ ...ad, pricePerUnit: '90' }, user)
  const below = await create({ ...floating, margin: '-5' }, user)
  const aboveToo = await create({ ...floating, margin: '10' }, user)
  const cheapToo = await create({ ...ad, pricePerUnit: '90' }, user)
  const found = async (sort: AdSort) => {
    const pages = [1, 2, 3, 4].map((page) =>
      listAds(reader, { ...market, sort, page, perPage: 2, paymentMethod: 'bank_transfer' }),
    )
    const read = await Promise.all(pages)
    expect(read.map(({ total }) => total)).toEqual([6, 6, 6, 6])
    return read.flatMap(({ items }) => items.map(({ id }) => id))
  }
  const ids = (...ads: { id: number }[]) => ads.map(({ id }) => id)
  expect(await found('newest')).toEqual(ids(cheapToo, aboveToo, below, cheap, above, dear))
  expect(await found('price')).toEqual(ids(cheapToo, cheap, below, aboveToo, above, dear))
  expect(await found('-price')).toEqual(ids(dear, aboveToo, above, below, cheapToo, cheap))
  rates = {}
  expect(await found('price')).toEqual(ids(cheapToo, cheap, dear, aboveToo, below, above))
  expect(await found('-price')).toEqual(ids(dear, cheapToo, cheap, aboveToo, below, above))
  rates = { 'btc:usd': '60000' }
})

test('an ad shows its owner with his private fields hidden from everybody but him and staff', async () => {
  const user = await core.newUser()
  await core.sql(
    `update users set email = 'amara@example.com', last_login = created_at, fullname = 'Amara' where id = $1`,
    [user.userId],
  )
  const ad = await create({}, user)
  expect(ad.user).toMatchObject({ email: 'amara@example.com', lastLogin: expect.any(String) })
  const staff = await core.newUser('staff')
  expect((await getAd(core.as(staff), ad)).user.email).toBe('amara@example.com')
  const { user: seen } = await getAd(core.as(maker), ad)
  expect(seen).toMatchObject({
    id: user.userId,
    email: 'a***@example.com',
    lastLogin: null,
    fullname: 'Amara',
    isActive: true,
    isBanned: false,
    ratings: { positiveFeedbackCount: 0, negativeFeedbackCount: 0, averageRating: 0 },
  })
})

test('ratings are counted for the other side of released offers, each side once and one a day', async () => {
  const user = await core.newUser()
  for (const positive of [true, true, false]) {
    const { offer } = await dealIn(core, 'released', { owner: user, maker })
    core.time.now = new Date(core.time.now.getTime() + 86_400_000)
    const rating = await rateOffer(core.as(maker), { id: offer.id, positive })
    expect(rating).toMatchObject({ userId: user.userId, positive, comment: null })
    await rateOffer(core.as(user), { id: offer.id, positive: true, comment: 'quick' })
    await expect(rateOffer(core.as(maker), { id: offer.id, positive })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'You have already rated this offer',
    })
  }
  const again = await dealIn(core, 'released', { owner: user, maker })
  await rateOffer(core.as(maker), { id: again.offer.id, positive: false })
  const { user: rated } = await create({}, user)
  expect(rated.ratings).toEqual({
    positiveFeedbackCount: 2,
    negativeFeedbackCount: 1,
    averageRating: 3.3,
  })
  const { offer } = await dealIn(core, 'paid', { owner: user, maker })
  const rate = (who: SignedIn, id = offer.id) => rateOffer(core.as(who), { id, positive: true })
  await expect(rate(maker)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(rate(await core.newUser())).rejects.toMatchObject({
    code: 'NOT_A_PARTY',
    message: 'You are not authorized to rate this offer',
  })
  await expect(rate(maker, 987_654)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
