import { z } from 'zod'
import {
  amountShown,
  changedAt,
  coinShown,
  happenedAt,
  id,
  madeAt,
  time,
  unlessZero,
  usernameShown,
} from '../fields.ts'

export const TRADE_STATUSES = ['open', 'in_progress', 'completed', 'cancelled', 'disputed'] as const
export type TradeStatus = (typeof TRADE_STATUSES)[number]

/** An escrow trade: the seller's amount is held from creation until it is released or given back. */
export const Trade = z.object({
  id: id(),
  asset: coinShown(),
  amount: amountShown().describe('How much of the coin; held from the seller’s p2p wallet.'),
  fee: amountShown().describe('What the house keeps of the amount on release.'),
  status: z
    .enum(TRADE_STATUSES)
    .describe(
      'How far it is: a taken one is `in_progress`; `completed` and `cancelled` ones are over.',
    ),
  sellerId: id().describe('User number of who offers it.'),
  sellerName: z.string().describe('The seller’s display name.'),
  sellerUsername: usernameShown(),
  buyerId: id().nullable().describe('User number of who has taken it; null while it is open.'),
  buyerName: z.string().nullable().describe('The buyer’s display name; null while it is open.'),
  buyerUsername: usernameShown(),
  disputeReason: z
    .string()
    .nullable()
    .describe('What whoever has disputed it says is wrong; null without a dispute.'),
  resolution: z.string().nullable().describe("The staff's note when they resolved a dispute."),
  createdAt: madeAt(),
  updatedAt: changedAt(),
})
export type Trade = z.output<typeof Trade>

/** What document 1 shows of a trade; after it who its sides are, and the fee where the house takes one. */
export const TradeInDocument1 = Trade.pick({
  id: true,
  asset: true,
  amount: true,
  status: true,
  sellerName: true,
  buyerName: true,
  sellerId: true,
  sellerUsername: true,
  buyerId: true,
  buyerUsername: true,
}).extend({ fee: unlessZero(Trade.shape.fee.clone()) })

/** One message of a trade's chat. */
export const TradeMessage = z.object({
  id: id(),
  tradeId: id().describe('The trade whose chat it is.'),
  senderId: id().describe('User number of who has written it.'),
  senderName: z.string().describe('The same person’s display name.'),
  senderUsername: usernameShown(),
  message: z.string().describe('What was written.'),
  createdAt: time().describe('When it was written.'),
})
export type TradeMessage = z.output<typeof TradeMessage>

export const TradeMessageInDocument1 = TradeMessage.pick({
  id: true,
  message: true,
  createdAt: true,
  senderName: true,
  senderId: true,
  senderUsername: true,
})

/** Something that happened to a trade, with the trade as it stood then. */
export const TradeEvent = z.object({
  type: z
    .enum([
      'trade.created',
      'trade.taken',
      'trade.released',
      'trade.cancelled',
      'trade.disputed',
      'trade.resolved',
    ])
    .describe('What happened.'),
  at: happenedAt(),
  trade: Trade.describe('The trade as it stood then.'),
})
export type TradeEvent = z.output<typeof TradeEvent>

/** A message in a trade's chat. */
export const TradeMessageEvent = z.object({
  type: z.literal('message.sent').describe('That something was written.'),
  at: happenedAt(),
  message: TradeMessage.describe('What was written.'),
})
export type TradeMessageEvent = z.output<typeof TradeMessageEvent>
