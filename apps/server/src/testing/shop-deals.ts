import type { EscrowStatus, OrderStatus } from '@souk/contract'
import type { Payment } from '@souk/core/testing/shop-orders.ts'
import type { Answer, HttpClient } from './http-client.ts'
import { shopClient, type Who } from './shop.ts'

/** What every escrow of these deals is released with. */
export const RELEASE_CODE = 'ABC123'

/** The sides of an order of one product, of which there is enough. */
export interface Sides {
  readonly buyer: Who
  readonly seller: Who
  readonly product: string
}

/** The steps after payment on the way to a status, each with who takes it. */
const ON_THE_WAY = [
  ['seller', 'CONFIRMED'],
  ['seller', 'SHIPPED'],
  ['buyer', 'DELIVERED'],
] as const

/** What brings orders and escrows into a state over HTTP. A step that is refused is an error. */
export interface ShopDeals {
  /** An order of one piece. */
  orderIn(status: OrderStatus, payment?: Payment): Promise<string>
  /** An escrow that RELEASE_CODE releases, and its order. */
  escrowIn(status: EscrowStatus): Promise<{ readonly escrow: string; readonly order: string }>
}

export function shopDeals(souk: HttpClient, { buyer, seller, product }: Sides): ShopDeals {
  const shop = shopClient(souk)
  const sides = { buyer, seller }
  const done = async (answer: Promise<Answer>) => {
    const { status, body } = await answer
    if (status !== 200) throw new Error(`it was refused: ${body.error}`)
  }
  const pay = (order: string, payment: Payment) =>
    done(shop.step(buyer, order, 'PAID', payment === 'outside' ? 'tx123456789' : undefined))
  async function go(order: string, status: OrderStatus): Promise<void> {
    const steps = ON_THE_WAY.map(([, to]) => to as OrderStatus)
    const far = status === 'REFUNDED' ? 1 : steps.indexOf(status) + 1
    for (const [by, to] of ON_THE_WAY.slice(0, status === 'COMPLETED' ? steps.length : far)) {
      await done(shop.step(sides[by], order, to))
    }
    if (status === 'REFUNDED') await done(shop.step(seller, order, 'REFUNDED'))
  }
  const release = (escrow: string) =>
    done(shop.act(buyer, escrow, 'release', { releaseCode: RELEASE_CODE }))
  async function orderIn(status: OrderStatus, payment: Payment = 'escrow'): Promise<string> {
    const order = await shop.newOrder(buyer, product)
    const isPaid = status !== 'PENDING' && status !== 'CANCELLED'
    if (isPaid || payment === 'outside') await pay(order, payment)
    if (status === 'CANCELLED') await done(shop.step(buyer, order, 'CANCELLED'))
    if (isPaid) await go(order, status)
    if (status !== 'COMPLETED') return order
    if (payment === 'outside') await done(shop.step(buyer, order, 'COMPLETED'))
    else await release(await shop.newEscrow(buyer, order, RELEASE_CODE))
    return order
  }
  async function escrowIn(status: EscrowStatus) {
    const order = await shop.newOrder(buyer, product)
    const escrow = await shop.newEscrow(buyer, order, RELEASE_CODE)
    if (status === 'PENDING') return { escrow, order }
    await pay(order, 'escrow')
    if (status === 'REFUNDED') await done(shop.step(seller, order, 'REFUNDED'))
    if (['CONFIRMED', 'RELEASED'].includes(status)) await go(order, 'CONFIRMED')
    if (status === 'RELEASED') await release(escrow)
    if (status === 'DISPUTED') await done(shop.act(buyer, escrow, 'dispute', { reason: 'No' }))
    return { escrow, order }
  }
  return { orderIn, escrowIn }
}
