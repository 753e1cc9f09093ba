import { products } from './products.routes.ts'
import { reviews } from './reviews.routes.ts'
import { sellers } from './sellers.routes.ts'

/** Document 3. */
export const shop = { products, sellers, reviews }
