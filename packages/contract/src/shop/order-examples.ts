import type { z } from 'zod'
import type { Procedure } from '../define.ts'
import { type Example, exampleOf } from '../words.ts'
import { shop } from './routes.ts'

// Examples of what happens once something is bought.

const { orders, escrow, wallet } = shop

type Order = z.output<typeof orders.create.output>
type Escrow = z.output<typeof escrow.create.output>
type Wallet = z.output<typeof wallet.get.output>

export const orderDomains = {
  'shop.orders': {
    name: 'Shop: orders',
    description:
      'What somebody buys, of one seller or several. An order that nobody pays in time gives its pieces back.',
  },
  'shop.escrow': {
    name: 'Shop: escrow',
    description:
      'Holds what the buyer has paid, until the code that they give away on delivery releases it, or staff decide.',
  },
  'shop.wallet': {
    name: 'Shop: wallet',
    description: 'The main BTC wallet, from which orders are paid, and its addresses.',
  },
}

export const orderNames = {
  'shop.orders.list': 'ListedOrder',
  'shop.orders.get': 'OrderPage',
  'shop.orders.create': 'NewOrder',
  'shop.orders.update': 'ChangedOrder',
  'shop.escrow.get': 'Escrow',
  'shop.escrow.create': 'NewEscrow',
  'shop.escrow.release': 'ReleasedEscrow',
  'shop.escrow.dispute': 'DisputedEscrow',
  'shop.wallet.get': 'ShopWallet',
  'shop.wallet.open': 'OpenedWallet',
  'shop.wallet.setPayoutAddress': 'PayoutAddress',
}

const at = (time: string) => `2026-03-14T${time}.000Z`

const seller = {
  id: 12,
  name: 'Noor’s Prints',
  storeName: 'Noor’s Prints',
  user: { username: 'noor', avatar: null },
}
const buyer = { username: 'idris', avatar: null }
const product = { id: 77, name: 'Map of the harbour', seller }
const item = { id: 901, quantity: 2, product }

const placed: Order = {
  id: 640,
  buyerId: 58,
  buyer,
  status: 'PENDING',
  totalBtc: '0.0009',
  totalEur: '49.00',
  feeBtc: '0.000009',
  paymentHash: null,
  paymentConfirmed: false,
  expiresAt: at('10:10:00'),
  createdAt: at('09:40:00'),
  updatedAt: at('09:40:00'),
  completedAt: null,
  orderItems: [
    {
      id: 901,
      productId: 77,
      quantity: 2,
      priceBtc: '0.00045',
      priceEur: '24.50',
      product: { ...product, images: ['https://example.com/harbour.jpg'] },
    },
  ],
  parts: [
    {
      sellerId: 12,
      state: 'WAITING',
      amountBtc: '0.0009',
      feeBtc: '0.000009',
      refundedBtc: '0.00',
    },
  ],
  escrowTransaction: null,
}

const participant = {
  id: 31,
  userId: 58,
  role: 'BUYER' as const,
  agreedAt: at('09:41:00'),
  user: buyer,
}

const { id: orderId, totalBtc: amountBtc, totalEur: amountEur } = placed

const opened = {
  id: 220,
  orderId,
  userId: 58,
  status: 'PENDING' as const,
  amountBtc,
  amountEur,
  releaseCode: '[redacted]',
  disputeRaised: false,
  disputeResolved: false,
  disputeReason: null,
  resolution: null,
  resolutionNote: null,
  fundedAt: null,
  confirmedAt: null,
  releasedAt: null,
  refundedAt: null,
  disputedAt: null,
  resolvedAt: null,
  createdAt: at('09:41:00'),
  updatedAt: at('09:41:00'),
  participants: [participant],
}

const inEscrow: Escrow = {
  ...opened,
  order: { id: orderId, status: 'PENDING', buyer, orderItems: [item] },
}

const funded = { status: 'FUNDED' as const, fundedAt: at('09:45:00'), updatedAt: at('09:45:00') }
const paid: Order = {
  ...placed,
  status: 'PAID',
  paymentConfirmed: true,
  updatedAt: at('09:45:00'),
  escrowTransaction: { ...opened, ...funded },
}

const confirmed: Escrow = {
  ...inEscrow,
  status: 'CONFIRMED',
  fundedAt: at('09:45:00'),
  confirmedAt: at('11:02:30'),
  updatedAt: at('11:02:30'),
  order: { ...inEscrow.order, status: 'CONFIRMED' },
  participants: [
    participant,
    { id: 32, userId: 41, role: 'SELLER', agreedAt: at('11:02:30'), user: seller.user },
  ],
}
const disputed: Escrow = {
  ...confirmed,
  status: 'DISPUTED',
  disputeRaised: true,
  disputeReason: 'The file cannot be opened',
  disputedAt: at('12:00:00'),
  updatedAt: at('12:00:00'),
}

const money: Wallet = {
  id: 58,
  userId: 58,
  balanceBtc: '0.2491',
  heldBtc: '0.0009',
  balanceEur: '13563.50',
  address: 'bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu',
  payoutAddress: null,
  createdAt: at('08:00:00'),
  updatedAt: at('08:00:00'),
  transactions: [
    {
      id: 'tx_order640',
      type: 'ESCROW_FUND',
      amountBtc,
      amountEur,
      description: 'Paid into the escrow of order_640',
      hash: null,
      status: 'CONFIRMED',
      createdAt: at('09:45:00'),
    },
  ],
}
const { transactions: _, ...plainWallet } = money
const page = { page: 1, perPage: 12, total: 1 }
const { product: ordered } = placed.orderItems[0] ?? { product: undefined }

export const orderExamples: (readonly [Procedure, Example])[] = [
  exampleOf(orders.list, { status: 'paid' }, { items: [paid], ...page }),
  exampleOf(
    orders.get,
    { id: orderId },
    {
      ...paid,
      orderItems: paid.orderItems.map((one) => ({
        ...one,
        product: {
          ...(ordered ?? one.product),
          description: 'All piers and warehouses, as a file to print.',
          priceBtc: '0.00045',
          priceEur: '24.50',
        },
      })),
    },
  ),
  exampleOf(orders.create, { items: [{ productId: 77, quantity: 2 }] }, placed),
  exampleOf(orders.update, { id: orderId, status: 'PAID' }, paid),
  exampleOf(escrow.list, { status: 'confirmed' }, { items: [confirmed], ...page }),
  exampleOf(escrow.get, { id: 220 }, confirmed),
  exampleOf(escrow.create, { orderId, releaseCode: 'harbour-4711' }, inEscrow),
  exampleOf(
    escrow.release,
    { id: 220, releaseCode: 'harbour-4711' },
    {
      ...confirmed,
      status: 'RELEASED',
      releasedAt: at('15:20:00'),
      updatedAt: at('15:20:00'),
      order: { ...confirmed.order, status: 'COMPLETED' },
    },
  ),
  exampleOf(escrow.dispute, { id: 220, reason: 'The file cannot be opened' }, disputed),
  exampleOf(
    escrow.resolve,
    { id: 220, outcome: 'split', sellerBtc: '0.0006', buyerBtc: '0.0003', note: 'Half of it came' },
    {
      ...disputed,
      status: 'RELEASED',
      disputeResolved: true,
      resolution: 'split',
      resolutionNote: 'Half of it came',
      releasedAt: at('18:00:00'),
      resolvedAt: at('18:00:00'),
      updatedAt: at('18:00:00'),
      order: { ...disputed.order, status: 'COMPLETED' },
    },
  ),
  exampleOf(wallet.get, {}, money),
  exampleOf(wallet.open, {}, { ...plainWallet, isNew: true }),
  exampleOf(
    wallet.setPayoutAddress,
    { address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq' },
    {
      id: 58,
      address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
      updatedAt: at('16:00:00'),
    },
  ),
]
