// What the SDK exports of this domain: each name is a schema and the type of what it parses.

export { Product, ProductPage } from './product.ts'
export { Review } from './review.ts'
export { ProductSeller, Seller, ShopUser } from './seller.ts'
export { ProductBrief, SellerPage } from './seller-page.ts'
