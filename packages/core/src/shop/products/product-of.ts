import type { Product } from '@souk/contract'
import Big from 'big.js'
import { type Ctx, isStaff, viewerId } from '../../context.ts'
import { isoTime } from '../../iso-time.ts'
import { isOnline } from '../../presence/presence.ts'
import { showAmount } from '../../show-amount.ts'

/** A row of `product_view`. */
export type ProductRow = Omit<Product, 'seller'> & {
  readonly ownerId: number
  readonly isShown: boolean
  readonly storeName: string
  readonly sellerDescription: string
  readonly sellerRating: string
  readonly sellerReviewCount: number
  readonly totalSales: number
  readonly totalRevenue: string
  readonly responseTime: string | null
  readonly isVerified: boolean
  readonly username: string
  readonly avatar: string | null
  readonly seenAt: string | null
}

/** What is needed beside a row: the price of a bitcoin, and whether the caller has paid for it. */
export interface ProductMoment {
  readonly eurRate: string | undefined
  readonly hasBought?: boolean
}

/** The price of a bitcoin in EUR, if there is a fresh one. */
export async function eurRate(ctx: Ctx): Promise<string | undefined> {
  return (await ctx.rates.current())['btc:eur']
}

/** Whether the caller looks at something of their own, or as staff. */
export const isOpenTo = (ctx: Ctx, { ownerId }: Pick<ProductRow, 'ownerId'>) =>
  isStaff(ctx) || viewerId(ctx) === ownerId

/** A product as the caller may see it. */
export function productOf(ctx: Ctx, row: ProductRow, moment: ProductMoment): Product {
  const { id, sellerId, name, description, category, images, tags, inStock, stockQuantity } = row
  const { deliveryTime, digitalProduct, specifications, isActive, rating, reviewCount } = row
  const { viewCount, salesCount } = row
  const mayDownload = isOpenTo(ctx, row) || moment.hasBought === true
  return {
    id,
    name,
    description,
    priceBtc: showAmount(row.priceBtc),
    priceEur: priceInEur(row, moment.eurRate),
    category,
    images,
    tags,
    inStock,
    stockQuantity,
    deliveryTime,
    digitalProduct,
    downloadUrl: mayDownload ? row.downloadUrl : null,
    sellerId,
    rating,
    reviewCount,
    viewCount,
    salesCount,
    isActive,
    seller: sellerIn(ctx, row),
    specifications,
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

function sellerIn(ctx: Ctx, row: ProductRow): Product['seller'] {
  const { sellerId, storeName, totalSales, responseTime, username, avatar, isVerified } = row
  return {
    id: sellerId,
    storeName,
    description: row.sellerDescription,
    rating: row.sellerRating,
    reviewCount: row.sellerReviewCount,
    totalSales,
    totalRevenue: showAmount(row.totalRevenue),
    responseTime,
    isOnline: isOnline(row.seenAt, ctx.clock()),
    user: { username, avatar, isVerified },
  }
}

/** As the seller has set it, else what its bitcoins are worth at the moment, to the cent. */
export function priceInEur(
  { priceBtc, priceEur }: Pick<ProductRow, 'priceBtc' | 'priceEur'>,
  rate: string | undefined,
): string | null {
  if (priceEur !== null) return showAmount(priceEur)
  return rate === undefined ? null : new Big(priceBtc).times(rate).toFixed(2, Big.roundHalfUp)
}
