import { balances } from '@souk/ledger'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../context.ts'
import { playAlong, playLives, playThenRace } from '../testing/lives.ts'
import { adInput, BANK } from '../testing/market.ts'
import {
  type Attempt,
  COINS,
  FAUCET,
  FEE_PERMILLE,
  Model,
  type ModelCoin,
  type OfferVerb,
  ownerOr,
  STAFF,
  USERS,
  userOf,
  type Who,
  worthOf,
} from '../testing/market-model.ts'
import { decimal, SATOSHI, satoshi } from '../testing/satoshi.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { transferBetweenWallets } from '../wallet/transfer-between-wallets.ts'
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

// Random lives of random ads and offers, compared with the model.

let core: TestCore
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1.5' })
})
afterAll(() => core.close())

const user = fc.nat(USERS - 1)
const which = fc.nat(3)
const coin = fc.constantFrom<ModelCoin>('btc', 'btc', 'btc', 'ltc')
const upTo = (most: bigint) => fc.bigInt(1n, most * SATOSHI)
const edges = fc.constantFrom(1n, 49n, 50n, 5_000n, SATOSHI, 100n * SATOSHI, 100n * SATOSHI + 1n)
const usually = (arbitrary: fc.Arbitrary<bigint>) =>
  fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: edges })
const kind = <K extends string>(name: K) => fc.constant(name)

const tries = (name: OfferVerb | 'close ad' | 'expire ad', weight: number, who: Who[]) => ({
  weight,
  arbitrary: fc.record({ kind: kind(name), who: fc.constantFrom(...who), which }),
})

const creation = fc.record({
  kind: kind('create ad'),
  user,
  adType: fc.constantFrom('sell', 'buy'),
  coin,
  amount: usually(upTo(20n)),
})
const offering = fc.record({
  kind: kind('offer'),
  next: fc.constantFrom(1, 1, 1, 2, 2, 3, 0),
  which,
  amount: fc.oneof(
    { weight: 4, arbitrary: usually(upTo(5n)) },
    { weight: 1, arbitrary: kind('the rest') },
  ),
})
const attempt = fc.oneof(
  { weight: 4, arbitrary: creation },
  { weight: 12, arbitrary: offering },
  tries('pay', 6, ['buyer', 'buyer', 'buyer', 'seller', 'somebody']),
  tries('cancel', 3, ['buyer', 'seller', 'somebody', 'staff']),
  tries('release', 4, ['seller', 'seller', 'buyer', 'somebody']),
  tries('dispute', 4, ['buyer', 'seller', 'somebody']),
  tries('refund', 3, ['staff', 'staff', 'seller']),
  tries('pay out', 3, ['staff', 'staff', 'buyer']),
  tries('expire', 3, ['somebody']),
  tries('close ad', 2, ['owner', 'owner', 'somebody', 'staff']),
  tries('expire ad', 1, ['somebody']),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('transfer'),
      user,
      coin,
      amount: usually(upTo(60n)),
      to: fc.constantFrom('main', 'p2p'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('switch'), coin, on: fc.constantFrom(true, true, false) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('wait'), minutes: fc.constantFrom(10, 10, 31, 900) }),
  },
) as fc.Arbitrary<Attempt>

const money = (cents: bigint) => `${cents / 100n}.${(cents % 100n).toString().padStart(2, '0')}`

/** The same people, ads and offers in the real Souk. */
interface Run {
  readonly users: readonly SignedIn[]
  readonly ads: number[]
  readonly offers: number[]
}

const MIDNIGHT = new Date('2026-01-02T00:00:00.000Z').getTime()
const UNKNOWN = 999_999_999
const SYSTEM: Actor = { kind: 'system' }

async function newRun(): Promise<Run> {
  await core.sql('update ledger.assets set enabled = true')
  core.time.now = new Date(MIDNIGHT)
  const kinds = Array.from({ length: USERS }, (_, i): SignedIn['kind'] =>
    i === STAFF ? 'staff' : 'user',
  )
  const users = await Promise.all(kinds.map((kind) => core.newUser(kind)))
  return { users, ads: [], offers: [] }
}

const as = ({ users }: Run, user: number) => core.as(users[user] ?? { kind: 'anonymous' })

/** Tries it. The model, as it stands before, says who and what is meant. */
async function doing(run: Run, model: Model, tried: Attempt): Promise<void> {
  switch (tried.kind) {
    case 'create ad':
    case 'offer':
      return making(run, model, tried)
    case 'close ad':
    case 'expire ad': {
      const ad = model.adAt(tried.which)
      const id = idOf(run.ads, model.ads, ad)
      if (tried.kind === 'expire ad') return expireAd(core.as(SYSTEM), { adId: id })
      await closeAd(as(run, ad ? ownerOr(ad, tried.who) : 0), { id })
      return
    }
    case 'transfer': {
      const { user, coin, amount, to } = tried
      const from = to === 'main' ? 'p2p' : 'main'
      const input = { currency: coin, amount: decimal(amount), from, to } as const
      await transferBetweenWallets(as(run, user), input)
      return
    }
    case 'switch':
      await core.sql('update ledger.assets set enabled = $2 where code = $1', [
        tried.coin,
        tried.on,
      ])
      return
    case 'wait':
      core.time.now = new Date(core.time.now.getTime() + tried.minutes * 60_000)
      return
    default: {
      const offer = model.offerAt(tried.which)
      const id = idOf(run.offers, model.offers, offer)
      await act(run, tried.kind, offer ? userOf(offer, tried.who) : 0, id)
    }
  }
}

/** The number that something of the model has in the real Souk. */
const idOf = <T>(ids: readonly number[], all: readonly T[], one: T | undefined): number =>
  (one && ids[all.indexOf(one)]) ?? UNKNOWN

type Making = Extract<Attempt, { kind: 'create ad' | 'offer' }>

async function making(run: Run, model: Model, tried: Making): Promise<void> {
  if (tried.kind === 'create ad') {
    const { adType, coin, amount } = tried
    const endDate = core.time.now.toISOString().slice(0, 10)
    const changes = { adType, cryptoCurrency: coin, cryptoAmount: decimal(amount), endDate }
    run.ads.push((await createAd(as(run, tried.user), adInput(changes))).id)
    return
  }
  const { ad, user, amount } = model.meant(tried)
  const input = {
    ad: idOf(run.ads, model.ads, ad),
    currencyAmount: decimal(amount),
    fiatAmount: money(worthOf(amount)),
    ...BANK,
  }
  run.offers.push((await createOffer(as(run, user), input)).id)
}

async function act(run: Run, verb: OfferVerb, user: number, id: number): Promise<void> {
  const ctx = as(run, user)
  const verbs: Record<OfferVerb, () => Promise<unknown>> = {
    pay: () => payOffer(ctx, { id }),
    cancel: () => cancelOffer(ctx, { id }),
    release: () => releaseOffer(ctx, { id }),
    dispute: () => disputeOffer(ctx, { id, reason: 'nothing arrived' }),
    refund: () => resolveOffer(ctx, { id, outcome: 'refund', note: 'proved' }),
    'pay out': () => resolveOffer(ctx, { id, outcome: 'release' }),
    expire: () => expireOffer(core.as(SYSTEM), { offerId: id }),
  }
  await verbs[verb]()
}

type Purses = Record<'p2p' | 'held' | 'main', bigint>

async function purses({ users }: Run): Promise<Purses[]> {
  const found: Purses[] = []
  for (const { userId } of users) {
    const wallets = await balances(core.as(SYSTEM).db, userId)
    for (const coin of COINS) {
      const [main, p2p] = (['main', 'p2p'] as const).map((kind) =>
        wallets.find(({ asset, wallet }) => asset === coin && wallet === kind),
      )
      found.push({
        p2p: satoshi(p2p?.available ?? '0'),
        held: satoshi(p2p?.held ?? '0'),
        main: satoshi(main?.available ?? '0'),
      })
    }
  }
  return found
}

const everyPurse = <T>(of: (user: number, coin: ModelCoin) => T): T[] =>
  Array.from({ length: USERS }, (_, user) => user).flatMap((user) =>
    COINS.map((coin) => of(user, coin)),
  )

const pursesIn = (model: Model): Purses[] =>
  everyPurse((user, coin) => ({
    p2p: model.amountOf(user, 'p2p', coin),
    held: model.amountOf(user, 'held', coin),
    main: model.amountOf(user, 'main', coin),
  }))

const adsOf = (run: Run) => Promise.all(run.ads.map((id) => getAd(as(run, STAFF), { id })))
const offersOf = (run: Run) => Promise.all(run.offers.map((id) => getOffer(as(run, STAFF), { id })))

const STAGE = { newRun, newModel: () => new Model(), doing }

test('any sequence of attempts goes as the model says', () =>
  playLives(attempt, { from: 40, to: 100, runs: 25, patience: 20_000 }, async (attempts) => {
    const { run, model } = await playAlong(STAGE, attempts)
    const ads = await adsOf(run)
    expect(ads.map(({ status, totalAvailable }) => [status, satoshi(totalAvailable)])).toEqual(
      model.ads.map(({ status, available }) => [status, available]),
    )
    const offers = await offersOf(run)
    expect(offers.map(({ status }) => status)).toEqual(model.offers.map(({ status }) => status))
    expect(await purses(run)).toEqual(pursesIn(model))
    expect(await core.verify()).toEqual([])
  }))

/** Windows end before the race, so that expiry takes part in it. */
function passWindows(): void {
  core.time.now = new Date(core.time.now.getTime() + 31 * 60_000)
}

test('attempts that race sell nothing twice, and every wallet has what follows from how it ended', () =>
  playLives(attempt, { from: 40, to: 90, runs: 20, patience: 20_000 }, async (attempts) => {
    const options = { apart: ['transfer', 'wait'] as const, between: passWindows }
    const { run, model } = await playThenRace(STAGE, attempts, options)
    const [ads, offers] = [await adsOf(run), await offersOf(run)]
    for (const ad of ads) expect(leftOf(ad, offers)).toBe(satoshi(ad.totalAvailable))
    expect(await purses(run)).toEqual(pursesAfter(run, model, ads, offers))
    expect(await core.verify()).toEqual([])
  }))

type Ads = Awaited<ReturnType<typeof adsOf>>
type Offers = Awaited<ReturnType<typeof offersOf>>

/** What an ad must have left, given how its offers ended. */
function leftOf(ad: Ads[number], offers: Offers): bigint {
  if (ad.status !== 'active') return 0n
  const kept = offers.filter(
    (offer) => offer.ad === ad.id && !['cancelled', 'expired'].includes(offer.status),
  )
  return kept.reduce(
    (left, { currencyAmount }) => left - satoshi(currencyAmount),
    satoshi(ad.cryptoAmount),
  )
}

/** What the wallets must hold, given how ads and offers ended. */
function pursesAfter({ users }: Run, model: Model, ads: Ads, offers: Offers): Purses[] {
  return everyPurse((user, coin) => {
    const me = users[user]?.userId
    const main = model.amountOf(user, 'main', coin)
    let p2p = FAUCET + FAUCET - main
    let held = 0n
    for (const ad of ads) {
      if (ad.ownerId !== me || ad.cryptoCurrency !== coin || ad.adType === 'buy') continue
      held += satoshi(ad.totalAvailable)
    }
    for (const { cryptoCurrency, currencyAmount, status, sellerId, buyerId } of offers) {
      if (cryptoCurrency !== coin) continue
      const moved = satoshi(currencyAmount)
      if (sellerId === me && ['pending', 'paid', 'disputed'].includes(status)) held += moved
      if (status !== 'released') continue
      if (sellerId === me) p2p -= moved
      if (buyerId === me) p2p += moved - (moved * FEE_PERMILLE) / 1000n
    }
    return { p2p: p2p - held, held, main }
  })
}
