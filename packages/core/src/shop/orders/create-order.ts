import {
  type CartLine,
  fieldRefused,
  fieldsRefused,
  type NewOrder,
  type Order,
  SoukError,
} from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { capsOf } from '../../limits/caps-of.ts'
import { type DealRefusal, dealRefused } from '../../limits/deal-refused.ts'
import { unforeseen } from '../../unforeseen.ts'
import { eurRate } from '../products/product-of.ts'
import { type OrderRow, orderOf } from './order-of.ts'

interface CreateRow {
  readonly outcome: string
  readonly detail: string | null
  readonly order: OrderRow | null
}

const createFunction = dbFunction(
  'create_order',
  ['items', 'eurRate', 'feePercent', 'caps'],
  row<CreateRow>(),
)

/**
 * Orders products: takes their pieces out of stock and fixes their prices, all of them or none.
 * @throws VALIDATION_FAILED, CONFLICT, COIN_DISABLED, RESTRICTED, LIMIT_EXCEEDED
 */
export async function createOrder(ctx: Ctx, { items }: NewOrder): Promise<Order> {
  const created = await call(ctx, createFunction, {
    items: JSON.stringify(summed(items)),
    eurRate: (await eurRate(ctx)) ?? null,
    feePercent: ctx.settings.feePercent,
    caps: capsOf(ctx),
  })
  if (!created.order) throw refused(created, items)
  return orderOf(created.order)
}

/** Each product once, where it came first. */
function summed(items: readonly CartLine[]): CartLine[] {
  const pieces = new Map<number, number>()
  for (const { productId, quantity } of items) {
    pieces.set(productId, (pieces.get(productId) ?? 0) + quantity)
  }
  return [...pieces].map(([productId, quantity]) => ({ productId, quantity }))
}

function refused({ outcome, detail }: CreateRow, items: readonly CartLine[]): SoukError {
  switch (outcome) {
    case 'not_available':
      return productRefused(items, detail, 'One or more products are not available')
    case 'own_product':
      return productRefused(items, detail, 'You cannot buy your own product')
    case 'insufficient_stock':
      return new SoukError('CONFLICT', `Insufficient stock for product ${detail}`)
    case 'too_much':
      return fieldRefused('items', 'are worth more than can be paid')
    case 'refused':
      return dealRefused(detail as DealRefusal, 'btc')
    default:
      return unforeseen({ outcome, detail })
  }
}

/** Names each line that has the product. */
function productRefused(items: readonly CartLine[], id: string | null, message: string): SoukError {
  const lines = [...items.entries()].filter(([, { productId }]) => `${productId}` === id)
  return fieldsRefused(lines.map(([i]) => ({ path: ['items', i, 'productId'], message })))
}
