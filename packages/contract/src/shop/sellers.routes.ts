import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { clampedPageFields, pageOf, prefixedId } from '../fields.ts'
import { awaitsConfirmation } from '../staff/confirmation.ts'
import { categoryFilter, searched, sortBy, sortOrder } from './filters.ts'
import {
  ChangedSellerInDocument3,
  ListedSellerInDocument3,
  NewSeller,
  OwnSellerInDocument3,
  Seller,
  SellerChange,
} from './seller.ts'
import { SellerInDocument3, SellerPage } from './seller-page.ts'

/** By the names that clients use. */
const SORTS = {
  rating: 'rating',
  sales: 'sales',
  products: 'products',
  revenue: 'revenue',
  joined: 'joined',
  reviews: 'reviews',
} as const
export type SellerSort = (typeof SORTS)[keyof typeof SORTS]

const confirmable = { awaitsConfirmation: awaitsConfirmation() }
const VerifiedSeller = Seller.extend(confirmable)
const VerifiedSellerInDocument3 = ListedSellerInDocument3.extend(confirmable)

const verified = (method: 'POST' | 'DELETE', done: string) => ({
  method,
  path: '/api/sellers/{id}/verification' as const,
  dialect: 'data' as const,
  message: (seller: z.output<typeof VerifiedSeller>) =>
    seller.awaitsConfirmation ? 'A second member of staff must confirm this' : done,
  view: VerifiedSellerInDocument3,
})

export const sellers = {
  list: query({
    access: 'anyone',
    summary: 'Browse the sellers',
    description: 'All who have a store, but those who are banned.',
    input: z.object({
      category: categoryFilter(),
      search: searched(),
      sortBy: sortBy(SORTS),
      sortOrder: sortOrder(),
      verifiedOnly: z.boolean().default(false).describe('Only those whom staff have verified.'),
      ...clampedPageFields(12),
    }),
    output: pageOf(Seller),
    rest: [
      {
        method: 'GET',
        path: '/api/sellers',
        dialect: 'data',
        view: pageOf(ListedSellerInDocument3),
      },
    ],
  }),
  get: query({
    access: 'anyone',
    summary: 'Show one seller',
    description:
      'With what sells best, and the latest reviews. Whoever was banned is shown to themself and staff.',
    input: z.object({ id: prefixedId('seller') }),
    output: SellerPage,
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/api/sellers/{id}', dialect: 'data', view: SellerInDocument3 }],
  }),
  create: mutation({
    access: 'user',
    summary: 'Become a seller',
    description: 'Everybody can have one seller profile.',
    input: NewSeller,
    output: Seller,
    errors: ['CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/api/sellers',
        dialect: 'data',
        status: 201,
        view: OwnSellerInDocument3,
      },
    ],
  }),
  update: mutation({
    access: 'user',
    summary: 'Change the caller’s seller profile',
    description: 'What is not given stays as it is.',
    input: z.object({ id: prefixedId('seller'), ...SellerChange.shape }),
    output: Seller,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    rest: [
      {
        method: 'PUT',
        path: '/api/sellers/{id}',
        dialect: 'data',
        view: ChangedSellerInDocument3,
      },
    ],
  }),
  verify: mutation({
    access: 'staff',
    summary: 'Verify a seller',
    description:
      'It is recorded in the audit log. Of a member of staff, a second member has to want it too.',
    input: z.object({ id: prefixedId('seller') }),
    output: VerifiedSeller,
    errors: ['NOT_FOUND'],
    rest: [verified('POST', 'Seller verified')],
  }),
  unverify: mutation({
    access: 'staff',
    summary: 'Take a seller’s verification back',
    description:
      'It is recorded in the audit log. Of a member of staff, a second member has to want it too.',
    input: z.object({ id: prefixedId('seller') }),
    output: VerifiedSeller,
    errors: ['NOT_FOUND'],
    rest: [verified('DELETE', 'Seller no longer verified')],
  }),
}
