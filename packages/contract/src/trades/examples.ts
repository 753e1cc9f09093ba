import type { z } from 'zod'
import { type ContractWords, exampleOf } from '../words.ts'
import { trades } from './routes.ts'

const domains = {
  trades: {
    name: 'Trades',
    description:
      'A seller offers an amount, which is held in escrow; a buyer takes it; the seller releases it once paid. Either side may dispute, and staff settle it.',
  },
  'trades.chat': {
    name: 'Trade chat',
    description:
      'Messages between the sides of a trade. The same messages reach the WebSocket, and the reverse.',
  },
}

const names = {
  'trades.get': 'Trade',
  'trades.chat.list': 'TradeMessage',
  'trades.chat.markRead': 'ReadMark',
}

type Trade = z.output<typeof trades.get.output>

const open: Trade = {
  id: 208,
  asset: 'usdt',
  amount: '750.00',
  fee: '0.00',
  status: 'open',
  sellerId: 41,
  sellerName: 'noor',
  sellerUsername: 'noor',
  buyerId: null,
  buyerName: null,
  buyerUsername: null,
  disputeReason: null,
  resolution: null,
  createdAt: '2026-03-14T09:26:53.000Z',
  updatedAt: '2026-03-14T09:26:53.000Z',
}

const taken: Trade = {
  ...open,
  status: 'in_progress',
  buyerId: 57,
  buyerName: 'idris',
  buyerUsername: 'idris',
}
const released: Trade = { ...taken, status: 'completed' }
const reason = 'Paid on Monday; the seller no longer answers.'
const disputed: Trade = { ...taken, status: 'disputed', disputeReason: reason }
const note = 'The bank statement shows the payment.'

const message: z.output<typeof trades.chat.send.output> = {
  id: 5310,
  tradeId: 208,
  senderId: 57,
  senderName: 'idris',
  senderUsername: 'idris',
  message: 'The transfer is on its way.',
  createdAt: '2026-03-14T09:31:07.000Z',
}

const examples = new Map([
  exampleOf(trades.list, {}, { items: [open], page: 1, perPage: 50, total: 1 }),
  exampleOf(trades.get, { id: 208 }, open),
  exampleOf(trades.create, { asset: 'USDT', amount: '750' }, open),
  exampleOf(trades.buy, { id: 208, buyerId: 57 }, taken),
  exampleOf(trades.release, { id: 208, sellerId: 41 }, released),
  exampleOf(trades.cancel, { id: 208, userId: 57 }, { ...taken, status: 'cancelled' }),
  exampleOf(trades.dispute, { id: 208, reason }, disputed),
  exampleOf(
    trades.resolve,
    { id: 208, outcome: 'release', note },
    { ...disputed, status: 'completed', resolution: note },
  ),
  exampleOf(trades.chat.send, { tradeId: 208, message: message.message }, message),
  exampleOf(
    trades.chat.list,
    { tradeId: 208 },
    { items: [message], page: 1, perPage: 100, total: 1, unread: 1 },
  ),
  exampleOf(
    trades.chat.markRead,
    { tradeId: 208, upTo: message.id },
    { readUpTo: message.id, unread: 0 },
  ),
])

export const words: ContractWords = { domains, names, examples }
