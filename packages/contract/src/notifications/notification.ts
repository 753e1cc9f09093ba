import { z } from 'zod'
import { happenedAt, id, prefixed, time } from '../fields.ts'

/** What somebody may be told of; each can be switched off. */
export const NOTIFICATION_KINDS = [
  'trades',
  'offers',
  'wallet',
  'orders',
  'escrow',
  'support',
  'requests',
] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** Something that others did and that concerns a user. */
export const Notification = z.object({
  id: prefixed('notif', id()),
  type: z.string().describe('What has happened, such as `TRADE_TAKEN`, `ORDER_CONFIRMED`.'),
  title: z.string().describe('In a few words, for people.'),
  message: z.string().describe('In a sentence, for people.'),
  data: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('What it is about, such as the `orderId`.'),
  isRead: z.boolean().describe('The user has marked it as read.'),
  createdAt: time().describe('When it happened.'),
})
export type Notification = z.output<typeof Notification>

/** As the clients of document 5 know it: its number is a number. */
export const NotificationInDocument5 = Notification.extend({ id: id() })

/** Of what a user is told. */
export const NotificationSettings = z.object({
  trades: z.boolean().describe('One’s trades.'),
  offers: z.boolean().describe('Ads and offers of the market.'),
  wallet: z.boolean().describe('Deposits and withdrawals.'),
  orders: z.boolean().describe('What one has bought and sold in the shop.'),
  escrow: z.boolean().describe('The escrow of orders.'),
  support: z.boolean().describe('One’s tickets.'),
  requests: z.boolean().describe('What people look for, and offers on it.'),
} satisfies Record<NotificationKind, z.ZodType>)
export type NotificationSettings = z.output<typeof NotificationSettings>

/** There is a new notification. */
export const NotificationEvent = z.object({
  type: z.literal('notification.created').describe('That there is one.'),
  at: happenedAt(),
  notification: Notification.describe('The new one.'),
})
export type NotificationEvent = z.output<typeof NotificationEvent>
