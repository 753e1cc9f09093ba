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
  state: 'WAITING' | 'CONFIRMED' | 'SHIPPED' | 'RELEASED' | 'REFUNDED' | 'CANCELLED'
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
const ENDED: ReadonlySet<string> = new Set(['RELEASED', 'REFUNDED', 'CANCELLED'])
/** What has not ended. */
const going = ({ parts }: ModelOrder) => parts.filter(({ state }) => !ENDED.has(state))

export class Model {
  readonly orders: ModelOrder[] = []
  readonly stock: number[] = [STOCK, STOCK]
  now = 0
  readonly available = Array.from({ length: USERS }, () => FAUCET)
  readonly held = Array.from({ length: USERS }, () => 0n)

  orderAt = (which: number) => this.orders.at(-1 - (which % Math.max(this.orders.length, 1)))

  /** What an escrow still holds, in satoshi. */
  leftOf = (order: ModelOrder) => total(going(order))

  /** What the sellers get in a split, in satoshi. */
  shareOf(order: ModelOrder, share: number): bigint {
    return (total(going(order)) * BigInt(share)) / 7n
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
        if (order.status === 'PENDING' && this.now >= order.expiresAt) {
          this.#cancel(order, ({ state }) => state === 'WAITING')
        }
        return 'done'
      }
      default: {
        const order = this.orderAt(tried.which)
        if (!order) return 'NOT_FOUND'
        const user = userOf(order, tried.who)
        const isEscrow = ESCROW_VERBS.has(tried.kind)
        return isEscrow
          ? this.#onEscrow(order, tried.kind as EscrowVerb, user, tried.share)
          : this.#onOrder(order, tried.kind as OrderVerb, user, namesPayment(tried))
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

  #cancel(order: ModelOrder, which: (part: Part) => boolean): string {
    for (const part of order.parts.filter(which)) {
      this.#stock(part, 1)
      part.state = 'CANCELLED'
    }
    this.#follow(order)
    return 'done'
  }

  #move(user: number, available: bigint, held: bigint): void {
    this.available[user] = (this.available[user] ?? 0n) + available
    this.held[user] = (this.held[user] ?? 0n) + held
  }

  #onOrder(order: ModelOrder, verb: OrderVerb, user: number, isNamed: boolean): string {
    const part = order.parts.find(({ seller }) => seller === user)
    const isBuyer = user === order.buyer
    if (!isBuyer && !part && user !== STAFF) return 'NOT_FOUND'
    const isSellers =
      ['confirm', 'ship', 'refund'].includes(verb) || (verb === 'cancel' && !isBuyer)
    if (isSellers ? !part : !isBuyer) return 'NOT_A_PARTY'
    if (order.escrow === 'DISPUTED') return 'CONFLICT'
    return part && isSellers ? this.#sell(order, part, verb, isNamed) : this.#buy(order, verb)
  }

  #buy(order: ModelOrder, verb: OrderVerb): string {
    const { status, buyer } = order
    const from = { deliver: 'SHIPPED', complete: 'DELIVERED' }[verb as string] ?? 'PENDING'
    if (verb === 'cancel') return this.#cancelByBuyer(order)
    if (status !== from) return 'CONFLICT'
    if (verb === 'claim') {
      const leavesEnough = ({ seller, pieces }: Part) =>
        pieces <= Math.max(this.stock[seller] ?? 0, 1)
      if (order.parts.every(leavesEnough)) {
        order.expiresAt = Math.max(order.expiresAt, order.madeAt + DAY)
      }
      order.isClaimed = true
      return 'done'
    }
    if (verb === 'pay') {
      if (going(order).some(({ state }) => state !== 'WAITING')) return 'CONFLICT'
      const amount = total(going(order))
      this.#move(buyer, -amount, amount)
      order.escrow = 'FUNDED'
    }
    if (verb === 'complete' && order.escrow) return 'CONFLICT'
    const to = { pay: 'PAID', deliver: 'DELIVERED', complete: 'COMPLETED' } as const
    order.status = to[verb as keyof typeof to]
    return 'done'
  }

  /** Before it is paid; and what a seller alone says has been. */
  #cancelByBuyer(order: ModelOrder): string {
    const { status, escrow, isClaimed } = order
    const isAsserted = status === 'CONFIRMED' && !escrow && !isClaimed
    if (status !== 'PENDING' && !isAsserted) return 'CONFLICT'
    const states = isClaimed ? ['WAITING'] : ['WAITING', 'CONFIRMED']
    return this.#cancel(order, ({ state }) => states.includes(state))
  }

  #sell(order: ModelOrder, part: Part, verb: OrderVerb, isNamed: boolean): string {
    const froms: Partial<Record<OrderVerb, readonly OrderStatus[]>> = {
      cancel: ['PENDING'],
      confirm: ['PENDING', 'PAID'],
      ship: ['CONFIRMED'],
      refund: ['PAID', 'CONFIRMED', 'SHIPPED', 'DELIVERED'],
    }
    if (!froms[verb]?.includes(order.status)) return 'CONFLICT'
    const isPaid = order.status !== 'PENDING' || order.isClaimed || isNamed
    if (verb === 'confirm' && !isPaid) return 'CONFLICT'
    if (['confirm', 'cancel'].includes(verb) && part.state !== 'WAITING') return 'CONFLICT'
    if (verb === 'cancel') return this.#cancel(order, (one) => one === part)
    if (verb === 'ship' && part.state !== 'CONFIRMED') return 'CONFLICT'
    if (verb === 'refund') {
      if (ENDED.has(part.state)) return 'CONFLICT'
      if (order.escrow) this.#move(order.buyer, part.amount, -part.amount)
      if (part.state !== 'SHIPPED') this.#stock(part, 1)
    }
    part.state = ({ confirm: 'CONFIRMED', ship: 'SHIPPED' } as const)[verb as 'ship'] ?? 'REFUNDED'
    this.#follow(order)
    return 'done'
  }

  /** An order is as far as the last of its sellers with whom it goes on. */
  #follow(order: ModelOrder): void {
    const states = going(order).map(({ state }) => state)
    const ends = order.parts.map(({ state }) => state)
    const isReleased = ends.includes('RELEASED')
    if (states.length === 0) {
      if (isReleased) order.status = 'COMPLETED'
      else order.status = ends.includes('REFUNDED') ? 'REFUNDED' : 'CANCELLED'
    } else if (order.status === 'DELIVERED') return
    else if (states.every((state) => state === 'SHIPPED')) order.status = 'SHIPPED'
    else if (states.every((state) => state !== 'WAITING')) order.status = 'CONFIRMED'
    if (!order.escrow) return
    if (order.status === 'COMPLETED') order.escrow = 'RELEASED'
    else if (order.status === 'REFUNDED') order.escrow = 'REFUNDED'
    else if (order.status !== 'PAID') order.escrow = 'CONFIRMED'
  }

  #onEscrow(order: ModelOrder, verb: EscrowVerb, user: number, share: number): string {
    const isSide = user === order.buyer || order.parts.some(({ seller }) => seller === user)
    if (!order.escrow || (!isSide && user !== STAFF)) return 'NOT_FOUND'
    const isSides = verb === 'release' || verb === 'dispute'
    if (isSides ? !isSide : isSide) return 'NOT_A_PARTY'
    const ended = order.parts.find(({ seller, state }) => seller === user && ENDED.has(state))
    if (isSides && ended) return 'CONFLICT'
    if (verb === 'dispute') {
      if (!['FUNDED', 'CONFIRMED'].includes(order.escrow)) return 'CONFLICT'
      order.escrow = 'DISPUTED'
      return 'done'
    }
    if (order.escrow !== (verb === 'release' ? 'CONFIRMED' : 'DISPUTED')) return 'CONFLICT'
    const parts = verb === 'release' ? releasable(order, user) : going(order)
    if (parts.length === 0) return 'CONFLICT'
    const left = total(parts)
    const sellers =
      verb === 'resolve_refund' ? 0n : verb === 'split' ? this.shareOf(order, share) : left
    this.#settle(order, parts, sellers, left)
    return 'done'
  }

  /** Divides what is left by the sellers' parts, each rounded so that the sums add up. */
  #settle(order: ModelOrder, parts: readonly Part[], sellers: bigint, left: bigint): void {
    let divided = 0n
    let paid = 0n
    for (const part of [...parts].sort((a, b) => a.seller - b.seller)) {
      divided += part.amount
      const share = (sellers * divided) / left - paid
      paid += share
      const whole = (part.amount * FEE) / 1000n
      this.#move(part.seller, share - (whole * share) / part.amount, 0n)
      if (sellers === 0n && part.state !== 'SHIPPED') this.#stock(part, 1)
      part.state = share === 0n ? 'REFUNDED' : 'RELEASED'
    }
    this.#move(order.buyer, left - sellers, -left)
    this.#follow(order)
  }
}

/** What a code releases: a seller's own, once sent or alone; by the buyer what was sent, else all. */
function releasable(order: ModelOrder, user: number): readonly Part[] {
  const sent = going(order).filter(({ state }) => state === 'SHIPPED')
  if (user === order.buyer || order.status === 'DELIVERED') {
    return sent.length > 0 ? sent : going(order)
  }
  const isAlone = order.parts.filter(({ state }) => !UNSOLD.has(state)).length === 1
  return (isAlone ? going(order) : sent).filter(({ seller }) => seller === user)
}

const UNSOLD: ReadonlySet<string> = new Set(['REFUNDED', 'CANCELLED'])

/** Whether a seller who confirms says what it was paid by. */
export const namesPayment = (tried: Attempt) => tried.kind === 'confirm' && tried.share % 4 === 0

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
