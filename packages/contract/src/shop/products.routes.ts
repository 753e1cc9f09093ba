import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { clampedPageFields, id, pageOf, prefixed, prefixedId } from '../fields.ts'
import { categoryFilter, priceBound, searched, sortBy, sortOrder } from './filters.ts'
import {
  ListedProductInDocument3,
  NewProduct,
  OwnProductInDocument3,
  Product,
  ProductChange,
  ProductInDocument3,
  ProductPage,
} from './product.ts'

/** By the names that clients use. */
const SORTS = {
  rating: 'rating',
  price: 'price',
  created: 'created',
  popularity: 'popularity',
  createdAt: 'created',
  priceBtc: 'price',
  priceEur: 'price',
  'seller.rating': 'sellerRating',
  'seller.totalSales': 'sellerSales',
} as const
export type ProductSort = (typeof SORTS)[keyof typeof SORTS]

export const products = {
  list: query({
    access: 'anyone',
    summary: 'Browse the products',
    description:
      'Those that were not deleted, but of sellers who are banned. With three pictures each, and how their descriptions begin. Listing counts no views.',
    input: z.object({
      category: categoryFilter(),
      search: searched(),
      minPrice: priceBound().describe('In BTC.'),
      maxPrice: priceBound().describe('In BTC.'),
      sellerId: prefixedId('seller').optional().describe('Only what this seller sells.'),
      sortBy: sortBy(SORTS),
      sortOrder: sortOrder(),
      ...clampedPageFields(12),
    }),
    output: pageOf(Product),
    rest: [
      {
        method: 'GET',
        path: '/api/products',
        dialect: 'data',
        view: pageOf(ListedProductInDocument3),
      },
    ],
  }),
  get: query({
    access: 'anyone',
    summary: 'Show one product',
    description: 'Counts a view. What was deleted is shown to its seller, its buyers and staff.',
    input: z.object({ id: prefixedId('product') }),
    output: ProductPage,
    errors: ['NOT_FOUND'],
    rest: [
      { method: 'GET', path: '/api/products/{id}', dialect: 'data', view: ProductInDocument3 },
    ],
  }),
  create: mutation({
    access: 'user',
    summary: 'Offer a product',
    description: 'Takes a seller profile.',
    input: NewProduct,
    output: Product,
    errors: ['FORBIDDEN', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/api/products',
        dialect: 'data',
        status: 201,
        view: OwnProductInDocument3,
      },
    ],
  }),
  update: mutation({
    access: 'user',
    summary: 'Change one of the caller’s products',
    description: 'What is not given stays as it is.',
    input: z.object({ id: prefixedId('product'), ...ProductChange.shape }),
    output: Product,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    rest: [
      { method: 'PUT', path: '/api/products/{id}', dialect: 'data', view: OwnProductInDocument3 },
    ],
  }),
  delete: mutation({
    access: 'user',
    summary: 'Delete one of the caller’s products',
    description: 'It is hidden from everybody but its seller, its buyers and staff.',
    input: z.object({ id: prefixedId('product') }),
    output: z.object({ id: prefixed('product', id()) }),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    rest: [
      {
        method: 'DELETE',
        path: '/api/products/{id}',
        dialect: 'data',
        message: 'Product deleted successfully',
        view: z.null(),
      },
    ],
  }),
}
