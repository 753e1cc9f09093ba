// What the SDK exports of this domain: each name is a schema and the type of what it parses.

export { Escrow, EscrowInOrder, type EscrowOutcome, EscrowParticipant } from './escrow.ts'
export { EscrowEvent, OrderEvent } from './events.ts'
export { Order, OrderedProduct, OrderItem, OrderPage, OrderPart } from './order.ts'
export { Product, ProductPage } from './product.ts'
export { Review } from './review.ts'
export { ProductSeller, Seller, ShopUser } from './seller.ts'
export { ProductBrief, SellerPage } from './seller-page.ts'
export type { EscrowStatus, OrderStatus } from './statuses.ts'
export { Store } from './store.ts'
export { OpenedWallet, PayoutAddress, ShopTransaction, ShopWallet } from './wallet.ts'
