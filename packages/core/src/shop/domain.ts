import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import { withRates } from '../prepared.ts'
import { withSecondFactor } from '../second-factor/require-second-factor.ts'
import type { Verbs } from '../verbs.ts'
import { orderClaims } from './claims.ts'
import { shopEntities } from './entities.ts'
import { createEscrow } from './escrow/create-escrow.ts'
import { disputeEscrow } from './escrow/dispute-escrow.ts'
import { getEscrow } from './escrow/get-escrow.ts'
import { listEscrows } from './escrow/list-escrows.ts'
import { releaseEscrow } from './escrow/release-escrow.ts'
import { resolveEscrow } from './escrow/resolve-escrow.ts'
import { giveBackTime } from './give-back-time.ts'
import { mails } from './mails.ts'
import { countOrder } from './orders/count-order.ts'
import { createOrder } from './orders/create-order.ts'
import { expireOrder } from './orders/expire-order.ts'
import { getOrder } from './orders/get-order.ts'
import { listOrders } from './orders/list-orders.ts'
import { updateOrder } from './orders/update-order.ts'
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
import { noteLooksOfStores } from './sellers/write-seller.ts'
import { shopEventOf } from './shop-events.ts'
import { getShopWallet } from './wallet/get-wallet.ts'
import { openWallet } from './wallet/open-wallet.ts'
import { setPayoutAddress } from './wallet/set-payout-address.ts'
import { watchEscrows, watchOrders } from './watch-shop.ts'

/** The shop: sellers, what they sell and what is said of it, orders and their escrow (document 3). */
export const shop = {
  sql: new URL('./sql/', import.meta.url),
  entities: shopEntities,
  verbs: {
    shop: {
      products: {
        list: listProducts,
        get: getProduct,
        create: withRates(createProduct),
        update: withRates(updateProduct),
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
      orders: {
        list: listOrders,
        get: getOrder,
        create: withRates(createOrder),
        update: updateOrder,
        watch: watchOrders,
      },
      escrow: {
        list: listEscrows,
        get: getEscrow,
        create: createEscrow,
        release: releaseEscrow,
        dispute: disputeEscrow,
        resolve: resolveEscrow,
        watch: watchEscrows,
      },
      wallet: {
        get: getShopWallet,
        open: openWallet,
        setPayoutAddress: withSecondFactor('payout address', setPayoutAddress),
      },
    } satisfies Verbs<typeof contract.shop>,
  },
  claims: [orderClaims],
  mails,
  queues: {
    'order.expire': { work: expireOrder, isDeadline: true },
    'order.count': { work: countOrder },
  },
  eventOf: shopEventOf,
  resources: { order: getOrder, escrow: getEscrow },
  giveBackTime,
  cleanUp: noteLooksOfStores,
} satisfies Domain
