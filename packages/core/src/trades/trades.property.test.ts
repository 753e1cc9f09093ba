import type { Coin, Trade, TradeStatus } from '@souk/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { tradeStream } from '../events/streams.ts'
import { playAlong, playLives } from '../testing/lives.ts'
import { outcomeOf } from '../testing/outcome.ts'
import { decimal, SATOSHI, satoshi } from '../testing/satoshi.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { buyTrade } from './buy-trade.ts'
import { cancelTrade } from './cancel-trade.ts'
import { createTrade } from './create-trade.ts'
import { disputeTrade } from './dispute-trade.ts'
import { getTrade } from './get-trade.ts'
import { releaseTrade } from './release-trade.ts'
import { resolveTrade } from './resolve-trade.ts'
import { sendTradeMessage } from './send-trade-message.ts'

// Random lives of random trades, compared with a model that knows nothing of SQL: a status and two
// numbers a wallet.

const FEE_PERMILLE = 15n

let core: TestCore
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1.5' })
})
afterAll(() => core.close())

/** The last one is staff, and trades as well. */
const USERS = 4
const STAFF = USERS - 1
const COINS = ['btc', 'ltc'] as const satisfies Coin[]
type TradedCoin = (typeof COINS)[number]

const FAUCET = 100n * SATOSHI

type Verb = 'buy' | 'release' | 'cancel' | 'dispute' | 'refund' | 'pay out' | 'message'

/**
 * What somebody tries. `which` picks a trade, wrapping around. Who acts on it is counted from its
 * seller on, so that the right people come often enough: 0 is the seller, 1 mostly the buyer.
 */
type Attempt =
  | {
      readonly kind: 'create'
      readonly user: number
      readonly asset: TradedCoin
      readonly amount: bigint
    }
  | { readonly kind: Verb; readonly who: number | 'staff'; readonly which: number }

type Creation = Extract<Attempt, { kind: 'create' }>
type Act = Exclude<Attempt, { kind: 'create' }>

function userOf(seller: number, who: number | 'staff'): number {
  return who === 'staff' ? STAFF : (seller + who) % USERS
}

const user = fc.nat(USERS - 1)
const creation = fc.record({
  kind: fc.constant('create'),
  user,
  asset: fc.constantFrom(...COINS),
  amount: fc.oneof(
    fc.bigInt(1n, 40n * SATOSHI),
    fc.constantFrom(1n, 66n, 67n, 50n * SATOSHI, 100n * SATOSHI, 100n * SATOSHI + 1n),
  ),
})
const tries = (kind: Verb, weight: number, who: (number | 'staff')[]) => ({
  weight,
  arbitrary: fc.record({
    kind: fc.constant(kind),
    who: fc.constantFrom(...who),
    which: fc.nat(3),
  }),
})
const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  { weight: 5, arbitrary: creation },
  tries('buy', 8, [1, 1, 1, 1, 2, 'staff', 0]),
  tries('release', 3, [0, 0, 0, 1, 2, 'staff']),
  tries('cancel', 3, [0, 1, 1, 2, 'staff']),
  tries('dispute', 6, [0, 0, 1, 1, 2, 'staff']),
  tries('refund', 4, [0, 1, 2, 'staff', 'staff', 'staff', 'staff']),
  tries('pay out', 4, [0, 1, 2, 'staff', 'staff', 'staff', 'staff']),
  tries('message', 3, [0, 1, 2, 'staff']),
)

interface ModelTrade {
  readonly seller: number
  readonly asset: TradedCoin
  readonly amount: bigint
  buyer: number | null
  status: TradeStatus
}

class Model {
  readonly trades: ModelTrade[] = []
  readonly available = new Map<string, bigint>()
  readonly held = new Map<string, bigint>()

  /** What should happen, having made it happen here. */
  attempt(tried: Attempt): string {
    if (tried.kind === 'create') return this.create(tried)
    const trade = this.trades[tried.which % Math.max(this.trades.length, 1)]
    return trade ? this.act(trade, tried.kind, userOf(trade.seller, tried.who)) : 'NOT_FOUND'
  }

  private create({ user, asset, amount }: Creation): string {
    if (this.availableTo(user, asset) < amount) return 'INSUFFICIENT_FUNDS'
    this.add(this.available, user, asset, -amount)
    this.add(this.held, user, asset, amount)
    this.trades.push({ seller: user, asset, amount, buyer: null, status: 'open' })
    return 'done'
  }

  private act(trade: ModelTrade, verb: Verb, user: number): string {
    const isSeller = trade.seller === user
    const isBuyer = trade.buyer === user
    const isSide = isSeller || isBuyer
    const hidden = trade.status !== 'open' && !isSide && user !== STAFF
    if (hidden && verb !== 'buy') return 'NOT_FOUND'
    switch (verb) {
      case 'buy':
        if (isSeller) return 'OWN_TRADE'
        if (trade.status !== 'open') return 'CONFLICT'
        trade.buyer = user
        trade.status = 'in_progress'
        return 'done'
      case 'release':
        if (!isSeller) return 'FORBIDDEN'
        return trade.status === 'in_progress' ? this.payOut(trade) : 'CONFLICT'
      case 'cancel':
        if (!isSide && user !== STAFF) return 'FORBIDDEN'
        if (trade.status !== (isSide && !isSeller ? 'in_progress' : 'open')) return 'CONFLICT'
        return this.giveBack(trade)
      case 'dispute':
        if (!isSide) return 'FORBIDDEN'
        if (trade.status !== 'in_progress') return 'CONFLICT'
        trade.status = 'disputed'
        return 'done'
      case 'refund':
      case 'pay out':
        if (isSide || user !== STAFF) return 'FORBIDDEN'
        if (trade.status !== 'disputed') return 'CONFLICT'
        return verb === 'refund' ? this.giveBack(trade) : this.payOut(trade)
      case 'message':
        return trade.status === 'open' || isSide || user === STAFF ? 'done' : 'NOT_FOUND'
    }
  }

  private payOut(trade: ModelTrade): string {
    const { seller, buyer, asset, amount } = trade
    this.add(this.held, seller, asset, -amount)
    this.add(this.available, buyer ?? -1, asset, amount - (amount * FEE_PERMILLE) / 1000n)
    trade.status = 'completed'
    return 'done'
  }

  private giveBack(trade: ModelTrade): string {
    this.add(this.held, trade.seller, trade.asset, -trade.amount)
    this.add(this.available, trade.seller, trade.asset, trade.amount)
    trade.status = 'cancelled'
    return 'done'
  }

  availableTo(user: number, asset: TradedCoin): bigint {
    return FAUCET + (this.available.get(`${user} ${asset}`) ?? 0n)
  }

  heldOf(user: number, asset: TradedCoin): bigint {
    return this.held.get(`${user} ${asset}`) ?? 0n
  }

  private add(purse: Map<string, bigint>, user: number, asset: TradedCoin, amount: bigint): void {
    const key = `${user} ${asset}`
    purse.set(key, (purse.get(key) ?? 0n) + amount)
  }
}

/** The same people and trades in the real Souk. */
interface Run {
  readonly users: readonly SignedIn[]
  readonly trades: { readonly id: number; readonly seller: number }[]
}

async function newRun(): Promise<Run> {
  const kinds = Array.from({ length: USERS }, (_, i) => (i === STAFF ? 'staff' : 'user'))
  const users = await Promise.all(kinds.map((kind) => core.newUser(kind as SignedIn['kind'])))
  return { users, trades: [] }
}

const doing = (run: Run, tried: Attempt): Promise<void> =>
  tried.kind === 'create' ? create(run, tried) : act(run, tried)

const as = ({ users }: Run, user: number) => core.as(users[user] ?? { kind: 'anonymous' })

async function create(run: Run, { user, asset, amount }: Creation): Promise<void> {
  const { id } = await createTrade(as(run, user), { asset, amount: decimal(amount) })
  run.trades.push({ id, seller: user })
}

async function act(run: Run, { kind, who, which }: Act): Promise<void> {
  const { id, seller } = run.trades[which % Math.max(run.trades.length, 1)] ?? NO_TRADE
  await VERB_CALLS[kind](as(run, userOf(seller, who)), id)
}

const NO_TRADE = { id: 999_999_999, seller: 0 }

type Call = (ctx: ReturnType<TestCore['as']>, id: number) => Promise<unknown>

const VERB_CALLS: Record<Verb, Call> = {
  buy: (ctx, id) => buyTrade(ctx, { id }),
  release: (ctx, id) => releaseTrade(ctx, { id }),
  cancel: (ctx, id) => cancelTrade(ctx, { id }),
  dispute: (ctx, id) => disputeTrade(ctx, { id, reason: 'nothing arrived' }),
  refund: (ctx, id) => resolveTrade(ctx, { id, outcome: 'refund', note: 'proved' }),
  'pay out': (ctx, id) => resolveTrade(ctx, { id, outcome: 'release' }),
  message: (ctx, tradeId) => sendTradeMessage(ctx, { tradeId, message: 'hello' }),
}

/** Every wallet of the run's people: what is free to use, and what is held. */
async function purses({ users }: Run): Promise<[bigint, bigint][]> {
  const found: [bigint, bigint][] = []
  for (const user of users) {
    for (const asset of COINS) {
      const { available, held } = await core.purse(user, asset)
      found.push([satoshi(available), satoshi(held)])
    }
  }
  return found
}

function pursesIn(model: Model): [bigint, bigint][] {
  return Array.from({ length: USERS }, (_, user) => user).flatMap((user) =>
    COINS.map((asset): [bigint, bigint] => [
      model.availableTo(user, asset),
      model.heldOf(user, asset),
    ]),
  )
}

const tradesOf = (run: Run): Promise<Trade[]> =>
  Promise.all(run.trades.map(({ id }) => getTrade(as(run, STAFF), { id })))

const STAGE = {
  newRun,
  newModel: () => new Model(),
  doing: (run: Run, _: Model, tried: Attempt) => doing(run, tried),
}

test('any sequence of attempts leaves trades and wallets as the model says', () =>
  playLives(attempt, { from: 20, to: 80, runs: 40, patience: 15_000 }, async (attempts) => {
    const { run, model } = await playAlong(STAGE, attempts)
    const trades = await tradesOf(run)
    expect(trades.map(({ status }) => status)).toEqual(model.trades.map(({ status }) => status))
    expect(await purses(run)).toEqual(pursesIn(model))
    expect(await core.verify()).toEqual([])
  }))

const STATUS_AFTER: Record<string, TradeStatus> = {
  'trade.created': 'open',
  'trade.taken': 'in_progress',
  'trade.released': 'completed',
  'trade.cancelled': 'cancelled',
  'trade.disputed': 'disputed',
}

/** The only ways in which a trade's life can go. */
const LIVES =
  /^open( cancelled| in_progress( completed| cancelled| disputed( completed| cancelled)?)?)?$/

/** A trade's life as the event log tells it, without the chat. */
async function lifeOf(id: number): Promise<TradeStatus[]> {
  const events = await readEvents(core.as({ kind: 'anonymous' }).db, tradeStream(id), 0)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  const life = events.filter(({ type }) => type !== 'message.sent')
  return life.map(({ type, data }) => {
    const { status } = data as Trade
    expect(status).toBe(STATUS_AFTER[type] ?? status)
    return status
  })
}

test('attempts that race give each trade one possible life, and every wallet what follows from it', () =>
  playLives(attempt, { from: 40, to: 90, runs: 30, patience: 15_000 }, async (attempts) => {
    const run = await newRun()
    const attemptAll = (some: readonly Attempt[]) =>
      Promise.all(
        some.map(async (tried) => ({ tried, outcome: await outcomeOf(doing(run, tried)) })),
      )
    await attemptAll(attempts.filter(({ kind }) => kind === 'create'))
    const outcomes = await attemptAll(attempts.filter(({ kind }) => kind !== 'create'))

    const lives = await Promise.all(run.trades.map(({ id }) => lifeOf(id)))
    for (const life of lives) expect(life.join(' ')).toMatch(LIVES)
    const steps = lives.reduce((sum, life) => sum + life.length - 1, 0)
    const won = outcomes.filter(
      ({ tried, outcome }) => tried.kind !== 'message' && outcome === 'done',
    )
    expect(won).toHaveLength(steps)

    const ended = await tradesOf(run)
    expect(ended.map(({ status }) => status)).toEqual(lives.map((life) => life.at(-1)))
    expect(await purses(run)).toEqual(pursesAfter(run, ended))
    expect(await core.verify()).toEqual([])
  }))

/** What the wallets must hold, given how the trades ended. */
function pursesAfter({ users }: Run, trades: readonly Trade[]): [bigint, bigint][] {
  return users.flatMap(({ userId }) =>
    COINS.map((coin): [bigint, bigint] => {
      let available = FAUCET
      let held = 0n
      for (const { asset, amount, fee, status, sellerId, buyerId } of trades) {
        if (asset !== coin) continue
        if (sellerId === userId && status !== 'cancelled') available -= satoshi(amount)
        if (sellerId === userId && !['cancelled', 'completed'].includes(status)) {
          held += satoshi(amount)
        }
        if (buyerId === userId && status === 'completed') {
          available += satoshi(amount) - satoshi(fee)
        }
      }
      return [available, held]
    }),
  )
}
