import { z } from 'zod'
import {
  amountShown,
  asNumber,
  category,
  changedAt,
  id,
  line,
  madeAt,
  prefixed,
  price,
  text,
  webUrl,
} from '../fields.ts'
import { Review, ReviewInDocument3 } from './review.ts'
import { ProductSeller, ratingShown, ShopUser } from './seller.ts'

const Specification = z.object({
  key: z.string().describe('Such as `Format`.'),
  value: z.string().describe('Such as `PDF`.'),
})

/** Something that a seller sells. */
export const Product = z.object({
  id: prefixed('product', id()),
  name: z.string().describe('What it is called.'),
  description: z.string().describe('In lists how it begins, 500 characters at most.'),
  priceBtc: asNumber(amountShown()).describe('Of one piece.'),
  priceEur: asNumber(amountShown().nullable()).describe(
    'As its seller has set it; else by the rate of the moment, and null while there is none.',
  ),
  category: z.string().describe('What it is filed under, in its seller’s words.'),
  images: z.array(z.string()).describe('In lists the first three.'),
  tags: z.array(z.string()).describe('Words that it is found by.'),
  inStock: z.boolean().describe('It is on sale, and there are some left.'),
  stockQuantity: z.int().describe('How many there are.'),
  deliveryTime: z
    .string()
    .nullable()
    .describe('In words, such as `2 to 3 days`; null where its seller does not say.'),
  digitalProduct: z.boolean().describe('Nothing has to be sent by post.'),
  downloadUrl: z
    .string()
    .nullable()
    .describe('Null except to its seller, to staff and to buyers who have paid.'),
  sellerId: prefixed('seller', id()).describe('Who sells it.'),
  rating: ratingShown(),
  reviewCount: z.int().describe('How many reviews there are.'),
  viewCount: z.int().describe('How often it was looked at; of each viewer once in half an hour.'),
  salesCount: z.int().describe('Pieces sold through escrow.'),
  isActive: z.boolean().describe('It has not been deleted.'),
  seller: ProductSeller.describe('Who sells it.'),
  specifications: z.array(Specification).describe('Left out of lists.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
})
export type Product = z.output<typeof Product>

/** A product with what its latest buyers say. */
export const ProductPage = Product.extend({
  reviews: z.array(Review).describe('The latest, newest first.'),
})
export type ProductPage = z.output<typeof ProductPage>

/** As document 3 lists them. */
export const ListedProductInDocument3 = Product.omit({
  stockQuantity: true,
  digitalProduct: true,
  downloadUrl: true,
  sellerId: true,
  salesCount: true,
  isActive: true,
  specifications: true,
}).extend({
  seller: ProductSeller.pick({ id: true, storeName: true, rating: true })
    .extend({
      user: ShopUser.describe('The person behind it.'),
    })
    .describe('Who sells it.'),
})

const { createdAt, updatedAt } = Product.shape

/** As document 3 shows one. */
export const ProductInDocument3 = Product.omit({
  sellerId: true,
  createdAt: true,
  updatedAt: true,
}).extend({
  reviews: z.array(ReviewInDocument3).describe('The latest, newest first.'),
  createdAt,
  updatedAt,
})

/** As document 3 answers its seller. */
export const OwnProductInDocument3 = Product.omit({ seller: true, specifications: true })

const MOST_BTC = 21_000_000n
const MOST_EUR = 1_000_000_000_000n
const MOST_STOCK = 1_000_000_000

const STOCK = `must be a whole number from 0 to ${MOST_STOCK}`

const fields = {
  name: () => line(1, 200).describe('What it is called.'),
  description: () => text(0, 10_000).describe('What there is to say of it.'),
  priceBtc: () => price(8, MOST_BTC).describe('Of one piece, in BTC: what is paid.'),
  priceEur: () =>
    price(2, MOST_EUR)
      .nullable()
      .describe('Of one piece, in EUR, for show. Without it, the rate of the moment counts.'),
  category,
  images: () => z.array(webUrl()).max(20, 'must be at most 20').describe('Addresses of pictures.'),
  tags: () =>
    z.array(line(1, 50)).max(20, 'must be at most 20').describe('Words that it is found by.'),
  inStock: () => z.boolean().describe('It is on sale, if there are some left.'),
  stockQuantity: () =>
    z
      .number(STOCK)
      .int(STOCK)
      .min(0, STOCK)
      .max(MOST_STOCK, STOCK)
      .describe('How many there are; each order takes some.'),
  deliveryTime: () => line(1, 100).nullable().describe('In words, such as `2 to 3 days`.'),
  digitalProduct: () => z.boolean().describe('Nothing has to be sent by post.'),
  downloadUrl: () =>
    webUrl().nullable().describe('Where buyers get it: shown to those who have paid.'),
  specifications: () =>
    z
      .array(
        z.object({
          key: line(1, 100).describe('Such as `Format`.'),
          value: text(1, 1000).describe('Such as `PDF`.'),
        }),
      )
      .max(50, 'must be at most 50')
      .describe('Facts about it, in this order.'),
}

/** What a new product needs. */
export const NewProduct = z.object({
  name: fields.name(),
  description: fields.description().default(''),
  priceBtc: fields.priceBtc(),
  priceEur: fields.priceEur().optional(),
  category: fields.category(),
  images: fields.images().default([]),
  tags: fields.tags().default([]),
  inStock: fields.inStock().default(true),
  stockQuantity: fields.stockQuantity().default(1),
  deliveryTime: fields.deliveryTime().optional(),
  digitalProduct: fields.digitalProduct().default(true),
  downloadUrl: fields.downloadUrl().optional(),
  specifications: fields.specifications().default([]),
})
export type NewProduct = z.output<typeof NewProduct>

/** What of a product is to change. */
export const ProductChange = z.object({
  name: fields.name().optional(),
  description: fields.description().optional(),
  priceBtc: fields.priceBtc().optional(),
  priceEur: fields.priceEur().optional(),
  category: fields.category().optional(),
  images: fields.images().optional(),
  tags: fields.tags().optional(),
  inStock: fields.inStock().optional(),
  stockQuantity: fields.stockQuantity().optional(),
  isActive: z
    .literal(true, 'stays true: delete the product, or set inStock to false')
    .optional()
    .describe('As it is, for clients that send back all that they were shown.'),
  deliveryTime: fields.deliveryTime().optional(),
  digitalProduct: fields.digitalProduct().optional(),
  downloadUrl: fields.downloadUrl().optional(),
  specifications: fields.specifications().optional(),
})
export type ProductChange = z.output<typeof ProductChange>
