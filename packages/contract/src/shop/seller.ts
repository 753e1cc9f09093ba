import { z } from 'zod'
import {
  amountShown,
  asNumber,
  category,
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
  username: z.string(),
  avatar: z.string().nullable(),
})
export type ShopUser = z.output<typeof ShopUser>

/** Whoever has a seller profile, and what came of it. */
export const Seller = z.object({
  id: prefixed('seller', id()),
  userId: prefixed('user', id()),
  storeName: z.string(),
  description: z.string(),
  category: z.string(),
  rating: ratingShown(),
  reviewCount: z.int(),
  totalSales: z.int().describe('Pieces sold.'),
  totalRevenue: asNumber(amountShown()).describe('In EUR.'),
  responseTime: z.string().nullable(),
  isOnline: z.boolean().describe('A socket is open, or there was a call within five minutes.'),
  joinedAt: time(),
  updatedAt: time(),
  user: ShopUser.extend({ isVerified: z.boolean().describe('Staff have verified the seller.') }),
  count: named('_count', z.object({ products: z.int() })),
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
