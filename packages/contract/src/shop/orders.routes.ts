import { z } from 'zod'
import { mutation, query, subscription } from '../define.ts'
import { clampedPageFields, lastEventId, pageOf, prefixedId } from '../fields.ts'
import { OrderEvent } from './events.ts'
import { statusFilter } from './filters.ts'
import {
  ChangedOrderInDocument3,
  ListedOrderInDocument3,
  NewOrder,
  NewOrderInDocument3,
  Order,
  OrderInDocument3,
  OrderPage,
  OrderStep,
} from './order.ts'
import { ORDER_STATUSES } from './statuses.ts'

export const orders = {
  list: query({
    access: 'user',
    summary: 'List the caller’s orders, bought and sold, newest first',
    description:
      'Each with its first ten items. A seller sees of an order with others their own part, and that as its total.',
    input: z.object({ status: statusFilter(ORDER_STATUSES), ...clampedPageFields(12) }),
    output: pageOf(Order),
    rest: [
      {
        method: 'GET',
        path: '/api/orders',
        dialect: 'data',
        view: pageOf(ListedOrderInDocument3),
      },
    ],
  }),
  get: query({
    access: 'user',
    summary: 'Show one order, to its buyer, its sellers and staff',
    description:
      'Anybody else gets 404. A seller sees of an order with others their own part, and that as its total.',
    input: z.object({ id: prefixedId('order') }),
    output: OrderPage,
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/api/orders/{id}', dialect: 'data', view: OrderInDocument3 }],
  }),
  create: mutation({
    access: 'user',
    summary: 'Order products',
    description:
      'Takes the pieces out of stock and fixes their prices. Unpaid, the order is cancelled after 30 minutes, and the pieces are for sale again.',
    input: NewOrder,
    output: Order,
    errors: ['CONFLICT', 'COIN_DISABLED', 'RESTRICTED', 'LIMIT_EXCEEDED'],
    rest: [
      {
        method: 'POST',
        path: '/api/orders',
        dialect: 'data',
        status: 201,
        view: NewOrderInDocument3,
      },
    ],
  }),
  update: mutation({
    access: 'user',
    summary: 'Take a step with an order',
    description:
      'The buyer: PAID pays from the main BTC wallet into escrow, or with a `paymentHash` claims to have paid outside; CANCELLED before that; DELIVERED; COMPLETED where no money is in escrow. A seller, for their part of it: CONFIRMED, SHIPPED, REFUNDED. With money in escrow an order is completed by its release.',
    input: OrderStep,
    output: Order,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT', 'INSUFFICIENT_FUNDS'],
    rest: [
      {
        method: 'PUT',
        path: '/api/orders/{id}',
        dialect: 'data',
        view: ChangedOrderInDocument3,
      },
    ],
  }),
  watch: subscription({
    access: 'user',
    summary: 'Watch what happens to the caller’s orders, bought and sold',
    description: 'New ones, and each step; the order itself is to be read.',
    input: z.object({ lastEventId: lastEventId() }),
    output: OrderEvent,
  }),
}
