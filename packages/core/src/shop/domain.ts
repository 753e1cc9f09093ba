import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { shopEntities } from './entities.ts'
import { createProduct } from './products/create-product.ts'
import { deleteProduct } from './products/delete-product.ts'
import { getProduct } from './products/get-product.ts'
import { listProducts } from './products/list-products.ts'
import { updateProduct } from './products/update-product.ts'
import { createReview } from './reviews/create-review.ts'
import { listReviews } from './reviews/list-reviews.ts'
import { markHelpful } from './reviews/mark-helpful.ts'
import { createSeller } from './sellers/create-seller.ts'
import { getSeller } from './sellers/get-seller.ts'
import { listSellers } from './sellers/list-sellers.ts'
import { updateSeller } from './sellers/update-seller.ts'
import { unverifySeller, verifySeller } from './sellers/verify-seller.ts'

/** The shop: sellers, what they sell, and what is said of it (document 3). */
export const shop = {
  sql: new URL('./sql/', import.meta.url),
  entities: shopEntities,
  verbs: {
    shop: {
      products: {
        list: listProducts,
        get: getProduct,
        create: createProduct,
        update: updateProduct,
        delete: deleteProduct,
      },
      sellers: {
        list: listSellers,
        get: getSeller,
        create: createSeller,
        update: updateSeller,
        verify: verifySeller,
        unverify: unverifySeller,
      },
      reviews: { list: listReviews, create: createReview, markHelpful },
    } satisfies Verbs<typeof contract.shop>,
  },
} satisfies Domain
