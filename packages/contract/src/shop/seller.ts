import { z } from 'zod'
import {
  amountShown,
  asNumber,
  category,
  changedAt,
  id,
  line,
  named,
  prefixed,
  text,
  time,
} from '../fields.ts'

/** An average of stars, with one decimal; `0.0` where there are none. */
export function ratingShown() {
  return asNumber(z.string().regex(/^[0-5]\.\d$/)).describe(
    'The average of all reviews, from 1 to 5; 0 without any.',
  )
}

/** Somebody as the shop shows them. */
export const ShopUser = z.object({
  username: z.string().describe('What they are called.'),
  avatar: z.string().nullable().describe('Address of their picture; null for none.'),
})
export type ShopUser = z.output<typeof ShopUser>

/** The same where they sell. */
export const SellerUser = ShopUser.extend({
  isVerified: z.boolean().describe('Staff have verified the seller.'),
})

/** Whoever has a seller profile, and what came of it. */
export const Seller = z.object({
  id: prefixed('seller', id()),
  userId: prefixed('user', id()).describe('Whose store it is.'),
  storeName: z.string().describe('What the store is called.'),
  description: z.string().describe('What the store says of itself.'),
  category: z.string().describe('What the store is filed under, in its owner’s words.'),
  rating: ratingShown(),
  reviewCount: z.int().describe('How many reviews its products have.'),
  totalSales: z.int().describe('Pieces sold.'),
  totalRevenue: asNumber(amountShown()).describe('In EUR.'),
  responseTime: z
    .string()
    .nullable()
    .describe('How soon they usually answer, such as `2 hours`; null where they do not say.'),
  isOnline: z.boolean().describe('A socket is open, or there was a call within five minutes.'),
  joinedAt: time().describe('Since when there has been the store.'),
  updatedAt: changedAt(),
  user: SellerUser.describe('The person behind it.'),
  count: named(
    '_count',
    z.object({ products: z.int().describe('How many products are on sale.') }),
  ).describe('How many of it there are.'),
})
export type Seller = z.output<typeof Seller>

const storeName = () => line(1, 100).describe('What the store is called.')
const description = () => text(0, 5000).describe('What the store says of itself.')
const responseTime = () =>
  line(1, 60).nullable().describe('How soon they usually answer: `2 hours`.')

/** What a new seller says of themself. */
export const NewSeller = z.object({
  storeName: storeName(),
  description: description().default(''),
  category: category().default('Other'),
  responseTime: responseTime().optional(),
})
export type NewSeller = z.output<typeof NewSeller>

/** What of a seller's profile is to change. */
export const SellerChange = z.object({
  storeName: storeName().optional(),
  description: description().optional(),
  category: category().optional(),
  responseTime: responseTime().optional(),
})
export type SellerChange = z.output<typeof SellerChange>

/** As document 3 lists them. */
export const ListedSellerInDocument3 = Seller.omit({ userId: true, updatedAt: true })

/** As document 3 answers a new profile and a change of one. */
export const OwnSellerInDocument3 = Seller.omit({ count: true, updatedAt: true })
export const ChangedSellerInDocument3 = Seller.omit({ count: true })

/** The seller beside a product. */
export const ProductSeller = Seller.pick({
  id: true,
  storeName: true,
  description: true,
  rating: true,
  reviewCount: true,
  totalSales: true,
  totalRevenue: true,
  responseTime: true,
  isOnline: true,
  user: true,
})
export type ProductSeller = z.output<typeof ProductSeller>
