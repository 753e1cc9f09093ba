import type { AdStatus, AdType, Coin, OfferStatus } from '@souk/contract'
import { SATOSHI } from './satoshi.ts'

/** A model of the market that knows nothing of SQL: statuses, and two numbers a wallet. */

export const USERS = 4
/** The last one is of the staff, and deals as well. */
export const STAFF = USERS - 1
export const COINS = ['btc', 'ltc'] as const satisfies Coin[]
export type ModelCoin = (typeof COINS)[number]

export const FAUCET = 100n * SATOSHI
export const FEE_PERMILLE = 15n
/** What a coin costs in every ad, in cents. */
const PRICE = 10_000n
const MINUTES_TO_PAY = 30
const DAY = 24 * 60

/** Who acts on an offer or ad, seen from it. */
export type Who = 'seller' | 'buyer' | 'owner' | 'staff' | 'somebody'

export type OfferVerb = 'pay' | 'cancel' | 'release' | 'dispute' | 'refund' | 'pay out' | 'expire'

/**
 * What somebody tries. `which` picks an ad or an offer, counted from the newest and wrapping around;
 * who makes an offer is counted from the ad's owner, so that it is mostly somebody else.
 */
export type Attempt =
  | { kind: 'create ad'; user: number; adType: AdType; coin: ModelCoin; amount: bigint }
  | { kind: 'offer'; next: number; which: number; amount: bigint | 'the rest' }
  | { kind: OfferVerb; who: Who; which: number }
  | { kind: 'close ad' | 'expire ad'; who: Who; which: number }
  | { kind: 'transfer'; user: number; coin: ModelCoin; amount: bigint; to: 'main' | 'p2p' }
  | { kind: 'switch'; coin: ModelCoin; on: boolean }
  | { kind: 'wait'; minutes: number }

export interface ModelAd {
  readonly owner: number
  readonly adType: AdType
  readonly coin: ModelCoin
  /** The minute in which its last day is over. */
  readonly endsAt: number
  available: bigint
  status: AdStatus
}

export interface ModelOffer {
  readonly ad: ModelAd
  readonly maker: number
  readonly seller: number
  readonly buyer: number
  readonly amount: bigint
  readonly expiresAt: number
  status: OfferStatus
}

/** What an amount costs, in cents, half a cent and more rounded up. */
export const worthOf = (amount: bigint) => (amount * PRICE + SATOSHI / 2n) / SATOSHI

/** Less than a cent, for which nobody can pay. */
const isDust = (amount: bigint) => amount * PRICE < SATOSHI

export class Model {
  readonly ads: ModelAd[] = []
  readonly offers: ModelOffer[] = []
  readonly on = new Set<ModelCoin>(COINS)
  now = 0
  readonly #amounts = new Map<string, bigint>()

  amountOf(user: number, purse: 'p2p' | 'main' | 'held', coin: ModelCoin): bigint {
    const first = purse === 'held' ? 0n : FAUCET
    return first + (this.#amounts.get(`${user} ${purse} ${coin}`) ?? 0n)
  }

  #add(user: number, purse: 'p2p' | 'main' | 'held', coin: ModelCoin, amount: bigint): void {
    const key = `${user} ${purse} ${coin}`
    this.#amounts.set(key, (this.#amounts.get(key) ?? 0n) + amount)
  }

  #hold(user: number, coin: ModelCoin, amount: bigint): boolean {
    if (this.amountOf(user, 'p2p', coin) < amount) return false
    this.#add(user, 'p2p', coin, -amount)
    this.#add(user, 'held', coin, amount)
    return true
  }

  #unhold(user: number, coin: ModelCoin, amount: bigint): void {
    this.#add(user, 'held', coin, -amount)
    this.#add(user, 'p2p', coin, amount)
  }

  adAt = (which: number) => this.ads.at(-1 - (which % Math.max(this.ads.length, 1)))
  offerAt = (which: number) => this.offers.at(-1 - (which % Math.max(this.offers.length, 1)))

  /** What should happen, having made it happen here. */
  attempt(tried: Attempt): string {
    switch (tried.kind) {
      case 'create ad':
        return this.#createAd(tried)
      case 'offer':
        return this.#offer(tried)
      case 'close ad':
      case 'expire ad':
        return this.#end(tried)
      case 'transfer':
        return this.#transfer(tried)
      case 'switch':
        tried.on ? this.on.add(tried.coin) : this.on.delete(tried.coin)
        return 'done'
      case 'wait':
        this.now += tried.minutes
        return 'done'
      default: {
        const offer = this.offerAt(tried.which)
        return offer ? this.#act(offer, tried.kind, userOf(offer, tried.who)) : 'NOT_FOUND'
      }
    }
  }

  #createAd({ user, adType, coin, amount }: Extract<Attempt, { kind: 'create ad' }>): string {
    if (!this.on.has(coin)) return 'COIN_DISABLED'
    if (worthOf(amount) === 0n) return 'VALIDATION_FAILED'
    if (adType === 'sell' && !this.#hold(user, coin, amount)) return 'INSUFFICIENT_FUNDS'
    const endsAt = (Math.floor(this.now / DAY) + 1) * DAY
    this.ads.push({ owner: user, adType, coin, endsAt, available: amount, status: 'active' })
    return 'done'
  }

  /** Who means to take how much of which ad. */
  meant({ next, which, amount }: Extract<Attempt, { kind: 'offer' }>) {
    const ad = this.adAt(which)
    const user = ((ad?.owner ?? 0) + next) % USERS
    return { ad, user, amount: amount === 'the rest' ? ad?.available || 1n : amount }
  }

  #offer(tried: Extract<Attempt, { kind: 'offer' }>): string {
    const { ad, user, amount } = this.meant(tried)
    if (!ad) return 'VALIDATION_FAILED'
    if (ad.owner === user) return 'OWN_TRADE'
    if (!this.on.has(ad.coin)) return 'COIN_DISABLED'
    if (ad.status !== 'active' && ad.status !== 'in_progress') return 'CONFLICT'
    if (worthOf(amount) === 0n) return 'VALIDATION_FAILED'
    if (amount > ad.available || ad.status === 'in_progress') return 'CONFLICT'
    const [seller, buyer] = ad.adType === 'sell' ? [ad.owner, user] : [user, ad.owner]
    if (ad.adType === 'buy' && !this.#hold(user, ad.coin, amount)) return 'INSUFFICIENT_FUNDS'
    ad.available -= amount
    if (isDust(ad.available)) ad.status = 'in_progress'
    const expiresAt = this.now + MINUTES_TO_PAY
    this.offers.push({ ad, maker: user, seller, buyer, amount, expiresAt, status: 'pending' })
    return 'done'
  }

  #end({ kind, who, which }: Extract<Attempt, { kind: 'close ad' | 'expire ad' }>): string {
    const ad = this.adAt(which)
    if (!ad) return 'NOT_FOUND'
    const open = ad.status === 'active' || ad.status === 'in_progress'
    if (kind === 'close ad') {
      if (![ad.owner, STAFF].includes(ownerOr(ad, who))) return 'NOT_A_PARTY'
      if (!open) return 'CONFLICT'
    } else if (!open || this.now < ad.endsAt) {
      return 'done'
    }
    if (ad.adType === 'sell') this.#unhold(ad.owner, ad.coin, ad.available)
    ad.available = 0n
    ad.status = kind === 'close ad' ? 'closed' : 'expired'
    return 'done'
  }

  #act(offer: ModelOffer, verb: OfferVerb, user: number): string {
    const isSeller = offer.seller === user
    const isBuyer = offer.buyer === user
    const isSide = isSeller || isBuyer
    const { status } = offer
    switch (verb) {
      case 'pay':
        if (!isBuyer) return 'NOT_A_PARTY'
        return status === 'pending' ? this.#become(offer, 'paid') : 'CONFLICT'
      case 'cancel':
        if (!isBuyer && !(isSeller && offer.maker === user)) return 'NOT_A_PARTY'
        return status === 'pending' || (isBuyer && status === 'paid')
          ? this.#giveBack(offer, 'cancelled')
          : 'CONFLICT'
      case 'release':
        if (!isSeller) return 'NOT_A_PARTY'
        return ['pending', 'paid', 'disputed'].includes(status) ? this.#payOut(offer) : 'CONFLICT'
      case 'dispute':
        if (!isSide) return 'NOT_A_PARTY'
        return status === 'paid' ? this.#become(offer, 'disputed') : 'CONFLICT'
      case 'refund':
      case 'pay out':
        if (isSide || user !== STAFF) return 'NOT_A_PARTY'
        if (status !== 'disputed') return 'CONFLICT'
        return verb === 'refund' ? this.#giveBack(offer, 'cancelled') : this.#payOut(offer)
      case 'expire':
        return status === 'pending' && this.now >= offer.expiresAt
          ? this.#giveBack(offer, 'expired')
          : 'done'
    }
  }

  #become(offer: ModelOffer, status: OfferStatus): string {
    offer.status = status
    return 'done'
  }

  #payOut(offer: ModelOffer): string {
    const { ad, seller, buyer, amount } = offer
    this.#add(seller, 'held', ad.coin, -amount)
    this.#add(buyer, 'p2p', ad.coin, amount - (amount * FEE_PERMILLE) / 1000n)
    offer.status = 'released'
    const running = this.offers.some(
      (other) => other.ad === ad && ['pending', 'paid', 'disputed'].includes(other.status),
    )
    if (ad.status === 'in_progress' && !running) {
      if (ad.adType === 'sell') this.#unhold(ad.owner, ad.coin, ad.available)
      ad.available = 0n
      ad.status = 'completed'
    }
    return 'done'
  }

  #giveBack(offer: ModelOffer, status: OfferStatus): string {
    const { ad, seller, amount } = offer
    offer.status = status
    const open = ad.status === 'active' || ad.status === 'in_progress'
    if (open) {
      ad.available += amount
      ad.status = 'active'
    }
    if (!open || ad.adType === 'buy') this.#unhold(seller, ad.coin, amount)
    return 'done'
  }

  #transfer({ user, coin, amount, to }: Extract<Attempt, { kind: 'transfer' }>): string {
    if (!this.on.has(coin)) return 'COIN_DISABLED'
    const from = to === 'main' ? 'p2p' : 'main'
    if (this.amountOf(user, from, coin) < amount) return 'INSUFFICIENT_FUNDS'
    this.#add(user, from, coin, -amount)
    this.#add(user, to, coin, amount)
    return 'done'
  }
}

/** The user that is meant. Somebody is the one after the buyer, and so now and then a side himself. */
export function userOf(offer: ModelOffer, who: Who): number {
  const { seller, buyer, ad } = offer
  return { seller, buyer, owner: ad.owner, staff: STAFF, somebody: (buyer + 1) % USERS }[who]
}

export function ownerOr(ad: ModelAd, who: Who): number {
  if (who === 'staff') return STAFF
  return who === 'somebody' ? (ad.owner + 1) % USERS : ad.owner
}
