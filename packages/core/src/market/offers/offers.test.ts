import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../../context.ts'
import { adInput, BANK, dealIn, offerInput } from '../../testing/market.ts'
import { startTestCore, type TestCore } from '../../testing/test-core.ts'
import { closeAd } from '../ads/close-ad.ts'
import { createAd } from '../ads/create-ad.ts'
import { getAd } from '../ads/get-ad.ts'
import { cancelOffer } from './cancel-offer.ts'
import { createOffer } from './create-offer.ts'
import { expireOffer } from './expire-offer.ts'
import { getOffer } from './get-offer.ts'
import { listOfferMessages } from './list-offer-messages.ts'
import { listOffers } from './list-offers.ts'
import { payOffer } from './pay-offer.ts'
import { releaseOffer } from './release-offer.ts'
import { sendOfferMessage } from './send-offer-message.ts'

let core: TestCore
let owner: SignedIn
let maker: SignedIn
let stranger: SignedIn
let staff: SignedIn
beforeAll(async () => {
  core = await startTestCore({ feePercent: '0.5' })
  owner = await core.newUser()
  maker = await core.newUser()
  stranger = await core.newUser()
  staff = await core.newUser('staff')
})
afterAll(() => core.close())

const newPair = async () => ({ owner: await core.newUser(), maker: await core.newUser() })

test('a sell ad is filled in parts: each is made, paid and released on its own', async () => {
  const { owner, maker } = await newPair()
  const ad = await createAd(core.as(owner), adInput({ cryptoAmount: '10' }))
  const offer = await createOffer(core.as(maker), {
    ad: ad.id,
    currencyAmount: '4',
    fiatAmount: '400',
  })
  expect(offer).toMatchObject({
    status: 'pending',
    currencyAmount: '4.00',
    fiatAmount: '400.00',
    fee: '0.02',
    sellerId: owner.userId,
    buyerId: maker.userId,
    makerId: maker.userId,
    hasIndicatedPaid: false,
    bankAccountName: null,
    expiresAt: '2026-01-02T03:34:05.678Z',
  })
  expect(await core.purse(owner)).toEqual({ available: '90', held: '10' })
  const paid = await payOffer(core.as(maker), { id: offer.id })
  expect(paid).toMatchObject({ status: 'paid', hasIndicatedPaid: true })
  const released = await releaseOffer(core.as(owner), { id: offer.id })
  expect(released).toMatchObject({ status: 'released', releasedAt: '2026-01-02T03:04:05.678Z' })
  expect(await core.purse(owner)).toEqual({ available: '90', held: '6' })
  expect(await core.purse(maker)).toEqual({ available: '103.98', held: '0' })
  expect(await getAd(core.as(maker), { id: ad.id })).toMatchObject({
    status: 'active',
    totalAvailable: '6.00',
    tradeStartedAt: '2026-01-02T03:04:05.678Z',
    tradeCompletedAt: null,
  })
  const rest = await createOffer(core.as(maker), offerInput(ad, '6'))
  expect((await getAd(core.as(maker), ad)).status).toBe('in_progress')
  await releaseOffer(core.as(owner), rest)
  expect(await getAd(core.as(maker), ad)).toMatchObject({
    status: 'completed',
    tradeCompletedAt: '2026-01-02T03:04:05.678Z',
  })
  expect(await core.verify()).toEqual([])
})

test('on a buy ad the maker sells: his amount is held, and his bank details are seen by both sides', async () => {
  const { owner, maker } = await newPair()
  const ad = await createAd(core.as(owner), adInput({ adType: 'buy', cryptoAmount: '500' }))
  const { bankName: _, ...incomplete } = offerInput(ad, '3')
  await expect(createOffer(core.as(maker), incomplete)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    fields: [{ path: ['bankName'], message: 'is required on a buy ad' }],
  })
  await expect(createOffer(core.as(maker), offerInput(ad, '101'))).rejects.toMatchObject({
    code: 'INSUFFICIENT_FUNDS',
  })
  const offer = await createOffer(core.as(maker), offerInput(ad, '3'))
  expect(offer).toMatchObject({ sellerId: maker.userId, buyerId: owner.userId, ...BANK })
  expect(await core.purse(maker)).toEqual({ available: '97', held: '3' })
  await payOffer(core.as(owner), offer)
  await releaseOffer(core.as(maker), offer)
  expect(await core.purse(owner)).toEqual({ available: '102.985', held: '0' })
  for (const user of [owner, maker, staff]) {
    expect(await getOffer(core.as(user), offer)).toMatchObject(BANK)
  }
  await expect(getOffer(core.as(stranger), offer)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'Offer not found',
  })
})

test.each(['sell', 'buy'] as const)(
  'an offer that falls away gives its amount back to an open %s ad, and to the wallet of a closed one',
  async (adType) => {
    for (const open of [true, false]) {
      const pair = await newPair()
      const { ad, offer, buyer, seller } = await dealIn(core, 'paid', pair, {
        adType,
        cryptoAmount: '3',
      })
      if (!open) await closeAd(core.as(pair.owner), ad)
      await cancelOffer(core.as(buyer), offer)
      const held = open && adType === 'sell' ? 3 : 0
      expect(await core.purse(seller)).toEqual({ available: `${100 - held}`, held: `${held}` })
      expect((await getAd(core.as(buyer), ad)).totalAvailable).toBe(open ? '3.00' : '0.00')
    }
    expect(await core.verify()).toEqual([])
  },
)

const refusals: [string, object, object][] = [
  [
    'an unknown ad',
    { ad: 0 },
    { fields: [{ path: ['ad'], message: 'Invalid pk "0" - object does not exist.' }] },
  ],
  [
    'another fiat amount',
    { fiatAmount: '100.01' },
    { fields: [{ path: ['fiatAmount'], message: 'must be 100.00 usd for that amount' }] },
  ],
  [
    'more decimals than the coin has',
    { currencyAmount: '1.000000001' },
    { fields: [{ path: ['currencyAmount'], message: 'must have at most 8 decimals for BTC' }] },
  ],
  [
    'less than a cent',
    { currencyAmount: '0.00000001', fiatAmount: '0.01' },
    { fields: [{ path: ['currencyAmount'], message: 'is worth less than a cent of usd' }] },
  ],
  [
    'less than the minimum',
    { currencyAmount: '0.49', fiatAmount: '49' },
    { fields: [{ path: ['fiatAmount'], message: 'must be at least 50.00 usd on this ad' }] },
  ],
  [
    'more than the maximum',
    { currencyAmount: '6', fiatAmount: '600' },
    { fields: [{ path: ['fiatAmount'], message: 'must be at most 550.50 usd on this ad' }] },
  ],
]

test.each(refusals)('%s is refused', async (_, changes, error) => {
  const ad = await createAd(core.as(owner), adInput({ minLimit: '50', maxLimit: '550.5' }))
  const offer = createOffer(core.as(maker), { ...offerInput(ad), ...changes })
  await expect(offer).rejects.toMatchObject({ code: 'VALIDATION_FAILED', ...error })
  expect((await getAd(core.as(owner), ad)).totalAvailable).toBe('10.00')
  await closeAd(core.as(owner), ad)
})

test('fiat is the amount times the price, half a cent and more rounded up', async () => {
  const ad = await createAd(core.as(owner), adInput({ pricePerUnit: '0.015', cryptoAmount: '9' }))
  const offer = await createOffer(core.as(maker), {
    ad: ad.id,
    currencyAmount: '1',
    fiatAmount: '0.02',
  })
  expect(offer.fiatAmount).toBe('0.02')
})

test('nobody makes an offer on his own ad, before its start, or on a banned user’s', async () => {
  const { owner, maker } = await newPair()
  const ad = await createAd(core.as(owner), adInput({ startDate: '2026-01-03' }))
  await expect(createOffer(core.as(owner), offerInput(ad))).rejects.toMatchObject({
    code: 'OWN_TRADE',
  })
  await expect(createOffer(core.as(maker), offerInput(ad))).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This ad is open to offers from 2026-01-03 on',
  })
  const open = await createAd(core.as(owner), adInput())
  await core.sql('update users set is_active = false where id = $1', [owner.userId])
  await expect(createOffer(core.as(maker), offerInput(open))).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This ad is not open to offers',
  })
})

test('staff’s rules bind new offers, on both sides, and not running ones', async () => {
  const { owner, maker } = await newPair()
  const { ad, offer } = await dealIn(core, 'paid', { owner, maker }, { cryptoAmount: '10' })
  const make = (amount = '1') => createOffer(core.as(maker), offerInput(ad, amount))
  await core.sql(`insert into payment_limits values ('bank_transfer', 'usd', 250)`)
  await expect(make('3')).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: 'At most 250 usd may be paid by bank_transfer in one deal',
  })
  await core.sql('delete from payment_limits')
  const limit = `insert into deal_limits (asset, user_id, maximum) values ('btc', $1, 2)`
  await core.sql(limit, [maker.userId])
  await expect(make('2.1')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  await core.sql(`insert into user_restrictions values ($1, 'trade:btc')`, [owner.userId])
  await expect(make()).rejects.toMatchObject({ message: 'This ad is not open to offers' })
  await core.sql(`insert into user_restrictions values ($1, 'trade:btc')`, [maker.userId])
  await expect(make()).rejects.toMatchObject({ code: 'RESTRICTED' })
  await core.sql(`update ledger.assets set enabled = false where code = 'btc'`)
  await expect(make()).rejects.toMatchObject({ code: 'COIN_DISABLED' })
  expect(await releaseOffer(core.as(owner), offer)).toMatchObject({ status: 'released' })
  await core.sql('update ledger.assets set enabled = true')
})

test('the documented refusals of each step', async () => {
  const { offer, owner: seller, maker: buyer } = await dealIn(core, 'paid', { owner, maker })
  const { id } = offer
  await expect(payOffer(core.as(buyer), { id })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'Offer has already been marked as paid',
  })
  await expect(payOffer(core.as(seller), { id })).rejects.toMatchObject({
    code: 'NOT_A_PARTY',
    message: 'You are not authorized to indicate payment on this offer',
  })
  await expect(cancelOffer(core.as(seller), { id })).rejects.toMatchObject({
    message: 'You are not authorized to cancel this offer',
  })
  await cancelOffer(core.as(buyer), { id })
  await expect(cancelOffer(core.as(buyer), { id })).rejects.toMatchObject({
    message: 'This offer is already cancelled',
  })
  await expect(releaseOffer(core.as(seller), { id })).rejects.toMatchObject({
    message: 'Offer is already cancelled',
  })
  await expect(releaseOffer(core.as(stranger), { id })).rejects.toMatchObject({
    message: 'You are not authorized to release funds on this trade',
  })
  await expect(releaseOffer(core.as(seller), { id: 987_654 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'Offer not found',
  })
})

test('an offer expires when its window is over, and not before; a late payment counts until then', async () => {
  const { offer } = await dealIn(core, 'pending', { owner, maker }, { timeToPay: 5 })
  const late = await dealIn(core, 'pending', { owner, maker }, { timeToPay: 5 })
  const system = core.as({ kind: 'system' })
  const jobs = (id: number) =>
    core.sql(
      `select extract(epoch from start_after - created_on)::float as wait from pgboss.job
        where name = 'offer.expire' and data = jsonb_build_object('offerId', $1::bigint)
        order by created_on`,
      [id],
    )
  expect(await jobs(offer.id)).toEqual([{ wait: 300 }])
  const { now } = core.time
  core.time.now = new Date(now.getTime() + 299_000)
  await expireOffer(system, { offerId: offer.id })
  expect((await getOffer(core.as(maker), offer)).status).toBe('pending')
  expect(await jobs(offer.id)).toEqual([{ wait: 300 }, { wait: 1 }])
  core.time.now = new Date(now.getTime() + 300_000)
  await payOffer(core.as(maker), late.offer)
  await expireOffer(system, { offerId: late.offer.id })
  await expireOffer(system, { offerId: offer.id })
  core.time.now = now
  expect((await getOffer(core.as(maker), late.offer)).status).toBe('paid')
  expect((await getOffer(core.as(maker), offer)).status).toBe('expired')
})

test('each step mails whom it concerns, without a number of an account', async () => {
  const pair = await newPair()
  for (const [name, { userId }] of Object.entries(pair)) {
    await core.sql(`update users set email = $2, fullname = $3 where id = $1`, [
      userId,
      `${name}${userId}@example.com`,
      name,
    ])
  }
  const { offer, ad } = await dealIn(core, 'paid', pair, { adType: 'buy', cryptoAmount: '3' })
  await releaseOffer(core.as(pair.maker), offer)
  const cancelled = await createOffer(core.as(pair.maker), offerInput(ad))
  await cancelOffer(core.as(pair.owner), cancelled)
  const mails = await core.sql(
    `select u.fullname as to, m.template, m.data ->> 'name' as by from mails m
       join users u on u.id = m.recipient_id where m.data ->> 'adId' = $1 order by m.id`,
    [String(ad.id)],
  )
  expect(mails).toEqual([
    { to: 'owner', template: 'offer.created', by: 'maker' },
    { to: 'maker', template: 'offer.paid', by: 'owner' },
    { to: 'owner', template: 'offer.released', by: 'maker' },
    { to: 'owner', template: 'offer.created', by: 'maker' },
    { to: 'maker', template: 'offer.cancelled', by: 'owner' },
  ])
  const [secrets] = await core.sql('select count(*) as n from mails where data::text like $1', [
    `%${BANK.bankAccountNumber}%`,
  ])
  expect(secrets).toEqual({ n: 0 })
  const [data] = await core.sql(`select data from mails where template = 'offer.released' limit 1`)
  expect(data?.data).toMatchObject({
    amount: '1.00',
    coin: 'btc',
    fiatAmount: '100.00',
    fiatCurrency: 'usd',
  })
})

test('one’s offers, made and received, are listed newest first', async () => {
  const { owner, maker } = await newPair()
  const first = await dealIn(core, 'released', { owner, maker })
  const second = await dealIn(core, 'pending', { owner: maker, maker: owner })
  const list = async (user: SignedIn, filter: object = {}) => {
    const page = await listOffers(core.as(user), { page: 1, perPage: 50, ...filter })
    return { ids: page.items.map(({ id }) => id), total: page.total }
  }
  const both = { ids: [second.offer.id, first.offer.id], total: 2 }
  expect(await list(owner)).toEqual(both)
  expect(await list(maker)).toEqual(both)
  expect(await list(owner, { status: 'released' })).toEqual({ ids: [first.offer.id], total: 1 })
  expect(await list(owner, { ad: second.ad.id })).toEqual({ ids: [second.offer.id], total: 1 })
  expect(await list(owner, { page: 2, perPage: 1 })).toEqual({ ids: [first.offer.id], total: 2 })
  expect((await list(stranger)).ids).toEqual([])
})

test('the chat of an offer opens with the automatic reply, and is for its sides and staff', async () => {
  const { offer } = await dealIn(
    core,
    'pending',
    { owner, maker },
    { autoReplyMessage: 'Please pay within ten minutes.' },
  )
  const offerId = offer.id
  const say = (user: SignedIn, message: string) =>
    sendOfferMessage(core.as(user), { offerId, message })
  await say(maker, 'paid')
  await say(staff, 'hello')
  await expect(say(stranger, 'hello')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const read = (user: SignedIn) =>
    listOfferMessages(core.as(user), { offerId, page: 1, perPage: 100 })
  const { items } = await read(owner)
  expect(items.map(({ senderId, message }) => [senderId, message])).toEqual([
    [owner.userId, 'Please pay within ten minutes.'],
    [maker.userId, 'paid'],
    [staff.userId, 'hello'],
  ])
  expect(items[0]?.offerId).toBe(offerId)
  await expect(read(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('nobody writes to an offer that is not there, staff included, nor Souk to one that is', async () => {
  const { offer } = await dealIn(core, 'pending', { owner, maker })
  const say = (by: Actor, offerId: number) =>
    sendOfferMessage(core.as(by), { offerId, message: 'hello' })
  await expect(say(staff, 987_654)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(say(maker, 987_654)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(say({ kind: 'system' }, offer.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what is refused leaves nothing behind', async () => {
  const ad = await createAd(core.as(owner), adInput({ adType: 'buy', cryptoAmount: '1000' }))
  const count = () =>
    core.sql(`select (select count(*) from offers) as offers, (select count(*) from events) as events,
                     (select count(*) from ledger.holds) as holds, (select count(*) from mails) as mails,
                     (select count(*) from pgboss.job) as jobs, (select count(*) from ads) as ads`)
  const before = await count()
  await expect(createOffer(core.as(maker), offerInput(ad, '999'))).rejects.toThrow()
  await expect(createOffer(core.as(maker), offerInput(ad, '1001'))).rejects.toThrow()
  await expect(createAd(core.as(maker), adInput({ cryptoAmount: '1000' }))).rejects.toThrow()
  expect(await count()).toEqual(before)
  expect(await core.verify()).toEqual([])
})
