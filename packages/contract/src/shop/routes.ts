import { escrow } from './escrow.routes.ts'
import { orders } from './orders.routes.ts'
import { products } from './products.routes.ts'
import { reviews } from './reviews.routes.ts'
import { sellers } from './sellers.routes.ts'
import { wallet } from './wallet.routes.ts'

/** Document 3. */
export const shop = { products, sellers, reviews, orders, escrow, wallet }
