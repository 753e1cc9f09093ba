import { z } from 'zod'
import { amountShown, coinShown, id, time, unlessZero, usernameShown } from '../fields.ts'

export const TRADE_STATUSES = ['open', 'in_progress', 'completed', 'cancelled', 'disputed'] as const
export type TradeStatus = (typeof TRADE_STATUSES)[number]

/** An escrow trade: the seller's amount is held from creation until it is released or given back. */
export const Trade = z.object({
  id: id(),
  asset: coinShown(),
  amount: amountShown(),
  fee: amountShown().describe('What the house keeps of the amount on release.'),
  status: z.enum(TRADE_STATUSES),
  sellerId: id(),
  sellerName: z.string(),
  sellerUsername: usernameShown(),
  buyerId: id().nullable(),
  buyerName: z.string().nullable(),
  buyerUsername: usernameShown(),
  disputeReason: z.string().nullable(),
  resolution: z.string().nullable().describe("The staff's note when they resolved a dispute."),
  createdAt: time(),
  updatedAt: time(),
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
  tradeId: id(),
  senderId: id(),
  senderName: z.string(),
  senderUsername: usernameShown(),
  message: z.string(),
  createdAt: time(),
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
  type: z.enum([
    'trade.created',
    'trade.taken',
    'trade.released',
    'trade.cancelled',
    'trade.disputed',
    'trade.resolved',
  ]),
  at: time(),
  trade: Trade,
})
export type TradeEvent = z.output<typeof TradeEvent>

/** A message in a trade's chat. */
export const TradeMessageEvent = z.object({
  type: z.literal('message.sent'),
  at: time(),
  message: TradeMessage,
})
export type TradeMessageEvent = z.output<typeof TradeMessageEvent>
