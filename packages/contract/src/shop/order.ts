import { z } from 'zod'
import {
  amountShown,
  asNumber,
  changedAt,
  id,
  line,
  madeAt,
  prefixed,
  prefixedId,
  time,
} from '../fields.ts'
import { EscrowInOrder, EscrowInOrderInDocument3, moreItems } from './escrow.ts'
import { anyCase } from './filters.ts'
import { ShopUser } from './seller.ts'
import { ORDER_STATUSES } from './statuses.ts'
import { Store } from './store.ts'

const eur = () =>
  asNumber(amountShown().nullable()).describe(
    'As it was when the order was made; null if there was no rate.',
  )

/** A product where it stands in an order. */
export const OrderedProduct = z.object({
  id: prefixed('product', id()),
  name: z.string().describe('What it is called.'),
  images: z.array(z.string()).describe('Addresses of pictures; the first one alone.'),
  seller: Store.describe('Who sells it.'),
})
export type OrderedProduct = z.output<typeof OrderedProduct>

/** Some pieces of one product; its prices are of a piece, as they were when the order was made. */
export const OrderItem = z.object({
  id: prefixed('item', id()),
  productId: prefixed('product', id()).describe('Of which product.'),
  quantity: z.int().describe('How many pieces.'),
  priceBtc: asNumber(amountShown()).describe('Of one piece, as it was when the order was made.'),
  priceEur: eur(),
  product: OrderedProduct.describe('The same product as it is now.'),
})
export type OrderItem = z.output<typeof OrderItem>

const PART_STATES = [
  'WAITING',
  'CONFIRMED',
  'SHIPPED',
  'RELEASED',
  'REFUNDED',
  'CANCELLED',
] as const

/** What an order has of one seller, and how far they are with it. */
export const OrderPart = z.object({
  sellerId: prefixed('seller', id()).describe('Whose part it is.'),
  state: z.enum(PART_STATES).describe('How far the seller is with it.'),
  amountBtc: asNumber(amountShown()).describe('What the buyer pays for it.'),
  feeBtc: asNumber(amountShown()).describe('What the house keeps of it when it is released.'),
  refundedBtc: asNumber(amountShown()).describe('What of it went back to the buyer.'),
})
export type OrderPart = z.output<typeof OrderPart>

/** What somebody buys, of one seller or several. */
export const Order = z.object({
  id: prefixed('order', id()),
  buyerId: prefixed('user', id()).describe('Who buys.'),
  buyer: ShopUser.describe('The same person, by name.'),
  status: z
    .enum(ORDER_STATUSES)
    .describe('How far it is; of several sellers each takes their steps in their part.'),
  totalBtc: asNumber(amountShown()).describe(
    'What the buyer pays; a seller of several sees what is theirs.',
  ),
  totalEur: eur(),
  feeBtc: asNumber(amountShown()).describe(
    'The house’s fee. It is taken from what the sellers get: the buyer pays the total.',
  ),
  paymentHash: z.string().nullable().describe('What the buyer says that they have paid by.'),
  paymentConfirmed: z.boolean().describe('It is in escrow, or a seller has seen it.'),
  expiresAt: time().describe('Unpaid, it is cancelled then.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
  completedAt: time().nullable().describe('When it was completed; null until then.'),
  orderItems: z.array(OrderItem).describe('What is bought; in lists the first ten.'),
  moreItems: moreItems(),
  parts: z.array(OrderPart).describe('Seller by seller.'),
  escrowTransaction: EscrowInOrder.nullable().describe(
    'What holds its money; null before it is opened, and where it was paid outside.',
  ),
})
export type Order = z.output<typeof Order>

/** An order with all that its products say. */
export const OrderPage = Order.extend({
  orderItems: z
    .array(
      OrderItem.extend({
        product: z
          .object({
            id: OrderedProduct.shape.id,
            name: z.string().describe('What it is called.'),
            description: z.string().describe('What its seller says of it.'),
            priceBtc: asNumber(amountShown()).describe('Of one piece, as it is now.'),
            priceEur: asNumber(amountShown().nullable()).describe(
              'The same in EUR; null while there is no rate.',
            ),
            images: z.array(z.string()).describe('Addresses of pictures; the first one alone.'),
            seller: Store.describe('Who sells it.'),
          })
          .describe('The same product as it is now.'),
      }),
    )
    .describe('What is bought.'),
})
export type OrderPage = z.output<typeof OrderPage>

/** As document 3 shows one. */
export const OrderInDocument3 = OrderPage.omit({ moreItems: true }).extend({
  escrowTransaction: EscrowInOrderInDocument3.nullable().describe(
    'What holds its money; null before it is opened, and where it was paid outside.',
  ),
})

/** As document 3 lists them. */
export const ListedOrderInDocument3 = Order.omit({ parts: true }).extend({
  escrowTransaction: EscrowInOrder.pick({
    id: true,
    status: true,
    amountBtc: true,
    amountEur: true,
    createdAt: true,
  })
    .nullable()
    .describe('What holds its money; null before it is opened, and where it was paid outside.'),
})

/** As document 3 answers a new one. */
export const NewOrderInDocument3 = Order.pick({
  id: true,
  buyerId: true,
  status: true,
  totalBtc: true,
  totalEur: true,
  feeBtc: true,
  expiresAt: true,
  createdAt: true,
}).extend({ orderItems: z.array(OrderItem.omit({ product: true })).describe('What is bought.') })

/** As document 3 answers a step. */
export const ChangedOrderInDocument3 = Order.pick({
  id: true,
  status: true,
  paymentHash: true,
  paymentConfirmed: true,
  updatedAt: true,
})

const MOST_PIECES = 1_000_000
const PIECES = `must be a whole number from 1 to ${MOST_PIECES}`
const MOST_LINES = 50

/** So many pieces of something. */
const CartLine = z.object({
  productId: prefixedId('product'),
  quantity: z
    .number(PIECES)
    .int(PIECES)
    .min(1, PIECES)
    .max(MOST_PIECES, PIECES)
    .describe('How many pieces.'),
})
export type CartLine = z.output<typeof CartLine>

/** What is bought; prices and totals that a client sends along count for nothing. */
export const NewOrder = z.object({
  items: z
    .array(CartLine)
    .min(1, 'must have at least one item')
    .max(MOST_LINES, `must have at most ${MOST_LINES} items`)
    .superRefine((items, ctx) => {
      for (const [i, { productId }] of items.entries()) {
        if (piecesOf(items, productId) <= MOST_PIECES) continue
        ctx.addIssue({ code: 'custom', path: [i, 'quantity'], message: PIECES })
      }
    })
    .describe('What is bought, of one seller or several.'),
})
export type NewOrder = z.output<typeof NewOrder>

/** Of the same product in several lines, all count. */
function piecesOf(items: readonly CartLine[], productId: number): number {
  return items
    .filter((item) => item.productId === productId)
    .reduce((sum, { quantity }) => sum + quantity, 0)
}

/** A step of an order. */
export const OrderStep = z
  .object({
    id: prefixedId('order'),
    status: anyCase(ORDER_STATUSES).optional().describe('The next step; in either case.'),
    paymentHash: line(1, 200)
      .nullish()
      .describe('The buyer: paid by this, outside Souk. A seller: it has arrived.'),
  })
  .refine(({ status, paymentHash }) => status !== undefined || paymentHash, {
    path: ['status'],
    message: 'must be given, or a paymentHash',
  })
export type OrderStep = z.output<typeof OrderStep>
