import type { OfferedProduct, RequestOffer } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { isoTime } from '../../iso-time.ts'
import { priceInEur } from '../../shop/products/product-of.ts'
import { showAmount } from '../../show-amount.ts'
import { isPast } from '../request-of.ts'

/** A row of `request_offer_view`. */
export type OfferRow = Omit<RequestOffer, 'product'> & {
  readonly askerId: number
  readonly product:
    | (Pick<OfferedProduct, 'id' | 'name' | 'image'> & {
        readonly priceBtc: string
        readonly priceEur: string | null
      })
    | null
  /** Until when its request stands open; null when it does so no more. */
  readonly openUntil: string | null
}

/**
 * An offer as its two sides see it. Past the time of its request it waits no more, whether or not that is
 * written.
 * @param rate the price of a bitcoin in EUR, for products without a price in EUR
 */
export function requestOfferOf(
  ctx: Ctx,
  { askerId: _, openUntil, product, ...row }: OfferRow,
  rate: string | undefined,
): RequestOffer {
  const isOver = row.status === 'PENDING' && (openUntil === null || isPast(ctx, openUntil))
  return {
    ...row,
    product: product && {
      id: product.id,
      name: product.name,
      price: priceInEur(product, rate),
      currency: 'EUR',
      image: product.image,
    },
    price: showAmount(row.price),
    status: isOver ? 'REJECTED' : row.status,
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}
