import type { EscrowStatus, OrderStatus } from '@souk/contract'

/** A model of orders that knows nothing of SQL: statuses, pieces, and two numbers a wallet, in satoshi. */

/** The first two sell, the last is of the staff and buys as well. */
export const USERS = 5
export const SELLERS = 2
export const STAFF = USERS - 1
export const PRICES = [1_000_003n, 333n] as const
export const STOCK = 6
const FAUCET = 10_000_000_000n
/** What the house keeps, in thousandths. */
const FEE = 15n
const MINUTES_TO_PAY = 30
const DAY = 24 * 60

/** Who acts on an order, seen from it. */
export type Who = 'buyer' | 'seller' | 'other seller' | 'staff' | 'somebody'

export type OrderVerb =
  | 'pay'
  | 'claim'
  | 'cancel'
  | 'confirm'
  | 'ship'
  | 'deliver'
  | 'complete'
  | 'refund'
export type EscrowVerb = 'release' | 'dispute' | 'resolve_release' | 'resolve_refund' | 'split'

/** What somebody tries; `which` counts orders from the newest. */
export type Attempt =
  | { kind: 'order'; user: number; pieces: readonly [number, number] }
  | { kind: OrderVerb | EscrowVerb; who: Who; which: number; share: number }
  | { kind: 'expire'; which: number }
  | { kind: 'wait'; minutes: number }

interface Part {
  readonly seller: number
  readonly pieces: number
  readonly amount: bigint
  state: 'WAITING' | 'CONFIRMED' | 'SHIPPED' | 'REFUNDED'
}

export interface ModelOrder {
  readonly buyer: number
  readonly parts: readonly Part[]
  readonly madeAt: number
  expiresAt: number
  status: OrderStatus
  isClaimed: boolean
  escrow: EscrowStatus | null
}

const total = (parts: readonly Part[]) => parts.reduce((sum, { amount }) => sum + amount, 0n)
const kept = ({ parts }: ModelOrder) => parts.filter(({ state }) => state !== 'REFUNDED')

export class Model {
  readonly orders: ModelOrder[] = []
  readonly stock: number[] = [STOCK, STOCK]
  now = 0
  readonly available = Array.from({ length: USERS }, () => FAUCET)
  readonly held = Array.from({ length: USERS }, () => 0n)

  orderAt = (which: number) => this.orders.at(-1 - (which % Math.max(this.orders.length, 1)))

  /** What the sellers get in a split, in satoshi. */
  shareOf(order: ModelOrder, share: number): bigint {
    return (total(kept(order)) * BigInt(share)) / 7n
  }

  /** What should happen, having made it happen here. */
  attempt(tried: Attempt): string {
    switch (tried.kind) {
      case 'order':
        return this.#order(tried)
      case 'wait':
        this.now += tried.minutes
        return 'done'
      case 'expire': {
        const order = this.orderAt(tried.which)
        if (!order) return 'NOT_FOUND'
        if (order.status === 'PENDING' && this.now >= order.expiresAt) this.#giveBack(order)
        return 'done'
      }
      default: {
        const order = this.orderAt(tried.which)
        if (!order) return 'NOT_FOUND'
        const user = userOf(order, tried.who)
        const isEscrow = ESCROW_VERBS.has(tried.kind)
        return isEscrow
          ? this.#onEscrow(order, tried.kind as EscrowVerb, user, tried.share)
          : this.#onOrder(order, tried.kind as OrderVerb, user)
      }
    }
  }

  #order({ user, pieces }: Extract<Attempt, { kind: 'order' }>): string {
    const wanted = [0, 1].filter((seller) => pieces[seller])
    for (const seller of wanted) {
      if (seller === user) return 'VALIDATION_FAILED'
      if ((this.stock[seller] ?? 0) < (pieces[seller] ?? 0)) return 'CONFLICT'
    }
    const parts = wanted.map((seller): Part => {
      const count = pieces[seller] ?? 0
      const amount = BigInt(count) * (PRICES[seller] ?? 0n)
      return { seller, pieces: count, amount, state: 'WAITING' }
    })
    for (const part of parts) this.#stock(part, -1)
    this.orders.push({
      buyer: user,
      parts,
      madeAt: this.now,
      expiresAt: this.now + MINUTES_TO_PAY,
      status: 'PENDING',
      isClaimed: false,
      escrow: null,
    })
    return 'done'
  }

  #stock({ seller, pieces }: Part, times: 1 | -1): void {
    this.stock[seller] = (this.stock[seller] ?? 0) + times * pieces
  }

  #giveBack(order: ModelOrder): string {
    for (const part of order.parts) this.#stock(part, 1)
    order.status = 'CANCELLED'
    return 'done'
  }

  #move(user: number, available: bigint, held: bigint): void {
    this.available[user] = (this.available[user] ?? 0n) + available
    this.held[user] = (this.held[user] ?? 0n) + held
  }

  #onOrder(order: ModelOrder, verb: OrderVerb, user: number): string {
    const part = order.parts.find(({ seller }) => seller === user)
    const isBuyer = user === order.buyer
    if (!isBuyer && !part && user !== STAFF) return 'NOT_FOUND'
    const isSellers = ['confirm', 'ship', 'refund'].includes(verb)
    if (isSellers ? !part : !isBuyer) return 'NOT_A_PARTY'
    if (order.escrow === 'DISPUTED') return 'CONFLICT'
    return part && isSellers ? this.#sell(order, part, verb) : this.#buy(order, verb)
  }

  #buy(order: ModelOrder, verb: OrderVerb): string {
    const { status, buyer } = order
    const from = { deliver: 'SHIPPED', complete: 'DELIVERED' }[verb as string] ?? 'PENDING'
    if (status !== from) return 'CONFLICT'
    if (verb === 'cancel') return this.#giveBack(order)
    if (verb === 'claim') {
      if (!order.isClaimed) order.expiresAt = Math.max(order.expiresAt, order.madeAt + DAY)
      order.isClaimed = true
      return 'done'
    }
    if (verb === 'pay') {
      const amount = total(order.parts)
      this.#move(buyer, -amount, amount)
      order.escrow = 'FUNDED'
    }
    if (verb === 'complete' && order.escrow) return 'CONFLICT'
    const to = { pay: 'PAID', deliver: 'DELIVERED', complete: 'COMPLETED' } as const
    order.status = to[verb as keyof typeof to]
    return 'done'
  }

  #sell(order: ModelOrder, part: Part, verb: OrderVerb): string {
    const froms: Partial<Record<OrderVerb, readonly OrderStatus[]>> = {
      confirm: ['PENDING', 'PAID'],
      ship: ['CONFIRMED'],
      refund: ['PAID', 'CONFIRMED', 'SHIPPED', 'DELIVERED'],
    }
    if (!froms[verb]?.includes(order.status)) return 'CONFLICT'
    if (verb === 'confirm' && order.status === 'PENDING' && !order.isClaimed) return 'CONFLICT'
    if (verb === 'confirm' && part.state !== 'WAITING') return 'CONFLICT'
    if (verb === 'ship' && part.state !== 'CONFIRMED') return 'CONFLICT'
    if (verb === 'refund') {
      if (part.state === 'REFUNDED') return 'CONFLICT'
      if (order.escrow) this.#move(order.buyer, part.amount, -part.amount)
      if (part.state !== 'SHIPPED') this.#stock(part, 1)
    }
    part.state = ({ confirm: 'CONFIRMED', ship: 'SHIPPED' } as const)[verb as 'ship'] ?? 'REFUNDED'
    this.#follow(order)
    return 'done'
  }

  /** An order is as far as the last of its sellers. */
  #follow(order: ModelOrder): void {
    const states = kept(order).map(({ state }) => state)
    if (states.length === 0) order.status = 'REFUNDED'
    else if (order.status === 'DELIVERED') return
    else if (states.every((state) => state === 'SHIPPED')) order.status = 'SHIPPED'
    else if (states.every((state) => state !== 'WAITING')) order.status = 'CONFIRMED'
    if (!order.escrow) return
    if (order.status === 'REFUNDED') order.escrow = 'REFUNDED'
    else if (order.status !== 'PAID') order.escrow = 'CONFIRMED'
  }

  #onEscrow(order: ModelOrder, verb: EscrowVerb, user: number, share: number): string {
    const isSide = user === order.buyer || order.parts.some(({ seller }) => seller === user)
    if (!order.escrow || (!isSide && user !== STAFF)) return 'NOT_FOUND'
    const isSides = verb === 'release' || verb === 'dispute'
    if (isSides ? !isSide : isSide) return 'NOT_A_PARTY'
    if (verb === 'dispute') {
      if (!['FUNDED', 'CONFIRMED'].includes(order.escrow)) return 'CONFLICT'
      order.escrow = 'DISPUTED'
      return 'done'
    }
    if (order.escrow !== (verb === 'release' ? 'CONFIRMED' : 'DISPUTED')) return 'CONFLICT'
    const left = total(kept(order))
    this.#settle(
      order,
      verb === 'resolve_refund' ? 0n : verb === 'split' ? this.shareOf(order, share) : left,
      left,
    )
    return 'done'
  }

  /** Divides what is left by the sellers' parts, each rounded so that the sums add up. */
  #settle(order: ModelOrder, sellers: bigint, left: bigint): void {
    let divided = 0n
    let paid = 0n
    const parts = kept(order).sort((a, b) => a.seller - b.seller)
    for (const part of parts) {
      divided += part.amount
      const share = (sellers * divided) / left - paid
      paid += share
      const whole = (part.amount * FEE) / 1000n
      this.#move(part.seller, share - (whole * share) / part.amount, 0n)
      if (sellers === 0n && part.state !== 'SHIPPED') this.#stock(part, 1)
    }
    this.#move(order.buyer, left - sellers, -left)
    order.status = sellers === 0n ? 'REFUNDED' : 'COMPLETED'
    order.escrow = sellers === 0n ? 'REFUNDED' : 'RELEASED'
  }
}

const ESCROW_VERBS: ReadonlySet<string> = new Set<EscrowVerb>([
  'release',
  'dispute',
  'resolve_release',
  'resolve_refund',
  'split',
])

/** The user that is meant. Somebody is the one after the buyer, and so now and then a side. */
export function userOf({ buyer, parts }: ModelOrder, who: Who): number {
  const [first, second = first] = parts
  const seller = first?.seller ?? 0
  const somebody = (buyer + 1) % USERS
  return { buyer, seller, 'other seller': second?.seller ?? 0, staff: STAFF, somebody }[who]
}
