import { z } from 'zod'
import { mutation, query, subscription } from '../define.ts'
import {
  amount,
  callerId,
  coin,
  decimalsProblem,
  id,
  lastEventId,
  pageFields,
  pageOf,
  secondFactorCode,
  text,
} from '../fields.ts'
import { pageOfMessages, READ_UP_TO, ReadMark } from '../read-mark.ts'
import {
  TRADE_STATUSES,
  Trade,
  TradeEvent,
  TradeInDocument1,
  TradeMessage,
  TradeMessageEvent,
  TradeMessageInDocument1,
} from './trade.ts'

const newTrade = z
  .object({
    sellerId: callerId(),
    asset: coin(),
    amount: amount().describe('How much of the coin.'),
  })
  .superRefine((input, ctx) => {
    const problem = decimalsProblem(input.asset, input.amount)
    if (problem) ctx.addIssue({ code: 'custom', path: ['amount'], message: problem })
  })

/** Document 1, "Trades". */
export const trades = {
  list: query({
    access: 'anyone',
    summary: 'List trades, newest first',
    description: 'Open trades, and those the caller is a side of; staff see all.',
    input: z.object({
      status: z.enum(TRADE_STATUSES).optional().describe('Only trades that stand so.'),
      asset: coin().optional(),
      mine: z.boolean().default(false).describe('Only trades the caller is a side of.'),
      ...pageFields(),
    }),
    output: pageOf(Trade),
    errors: ['AUTHENTICATION_REQUIRED'],
    rest: [{ method: 'GET', path: '/trades', dialect: 'plain', view: pageOf(TradeInDocument1) }],
  }),
  get: query({
    access: 'anyone',
    summary: 'Show one trade',
    description: 'Once taken or closed, a trade is visible to its sides and staff only.',
    input: z.object({ id: id() }),
    output: Trade,
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/trades/{id}', dialect: 'plain', view: TradeInDocument1 }],
  }),
  create: mutation({
    access: 'user',
    summary: 'Offer an amount for sale',
    description: "Holds the amount from the seller's p2p wallet.",
    input: newTrade,
    output: Trade,
    errors: ['INSUFFICIENT_FUNDS', 'COIN_DISABLED', 'RESTRICTED', 'LIMIT_EXCEEDED', 'FORBIDDEN'],
    rest: [
      {
        method: 'POST',
        path: '/trades',
        dialect: 'plain',
        status: 201,
        message: 'Trade created',
        view: Trade.pick({ id: true }),
      },
    ],
  }),
  buy: mutation({
    access: 'user',
    summary: 'Take an open trade',
    description:
      'Anybody but its seller; who comes too late gets 409. The amount stays held until the seller releases it, and from then on the trade and its chat are between the two. Both are told (`trade.taken`).',
    input: z.object({ id: id(), buyerId: callerId() }),
    output: Trade,
    errors: [
      'NOT_FOUND',
      'CONFLICT',
      'OWN_TRADE',
      'COIN_DISABLED',
      'RESTRICTED',
      'LIMIT_EXCEEDED',
      'FORBIDDEN',
    ],
    rest: [action('buy', 'Trade taken by buyer')],
  }),
  release: mutation({
    access: 'user',
    summary: 'Release the held amount to the buyer',
    description: "Only the seller may; the amount lands in the buyer's p2p wallet.",
    input: z.object({ id: id(), sellerId: callerId(), code: secondFactorCode() }),
    output: Trade,
    errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN', 'RATE_LIMITED'],
    rest: [action('release', 'Trade released to buyer')],
  }),
  cancel: mutation({
    access: 'user',
    summary: 'Cancel a trade',
    description:
      'The seller while it is open, the buyer while it is in progress; the seller gets the amount back.',
    input: z.object({ id: id(), userId: callerId() }),
    output: Trade,
    errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    rest: [action('cancel', 'Trade cancelled')],
  }),
  dispute: mutation({
    access: 'user',
    summary: 'Dispute a trade in progress',
    description: 'Either side may; from then on only staff can settle it.',
    input: z.object({ id: id(), reason: text(1, 2000).describe('What is wrong, for staff.') }),
    output: Trade,
    errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    rest: [action('dispute', 'Trade disputed')],
  }),
  resolve: mutation({
    access: 'staff',
    summary: 'Settle a disputed trade',
    description: 'Staff who are a side of the trade may not.',
    input: z.object({
      id: id(),
      outcome: z
        .enum(['release', 'refund'], 'must be release or refund')
        .describe('`release`: the buyer gets the amount. `refund`: the seller has it back.'),
      note: text(1, 2000).optional().describe('Why, for both sides.'),
    }),
    output: Trade,
    errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    rest: [action('resolve', 'Trade resolved')],
  }),
  watch: subscription({
    access: 'anyone',
    summary: 'Watch what happens to a trade',
    description: 'Ends for outsiders once the trade is no longer open.',
    input: z.object({ tradeId: id(), lastEventId: lastEventId() }),
    output: TradeEvent,
    errors: ['NOT_FOUND'],
  }),
  /** Document 1, "Chat". */
  chat: {
    send: mutation({
      access: 'user',
      summary: 'Write in a trade’s chat',
      description: 'Any signed-in user while the trade is open, afterwards its sides and staff.',
      input: z.object({
        tradeId: id(),
        senderId: callerId(),
        message: text(1, 4000).describe('What is said.'),
      }),
      output: TradeMessage,
      errors: ['NOT_FOUND', 'FORBIDDEN'],
      rest: [
        {
          method: 'POST',
          path: '/trades/{trade_id}/messages',
          dialect: 'plain',
          status: 201,
          message: 'Message sent',
          view: TradeMessage.pick({ id: true }),
        },
      ],
    }),
    list: query({
      access: 'user',
      quota: 'chat',
      summary: 'Read a trade’s chat, oldest first',
      description: 'Page 1 holds the newest messages.',
      input: z.object({ tradeId: id(), ...pageFields(100) }),
      output: pageOfMessages(TradeMessage),
      errors: ['NOT_FOUND'],
      rest: [
        {
          method: 'GET',
          path: '/trades/{trade_id}/messages',
          dialect: 'plain',
          view: pageOf(TradeMessageInDocument1),
        },
      ],
    }),
    markRead: mutation({
      access: 'user',
      summary: 'Say up to where one has read a trade’s chat',
      description: 'It only ever moves on. What one writes oneself is never unread.',
      input: z.object({ tradeId: id(), upTo: id().optional().describe(READ_UP_TO) }),
      output: ReadMark,
      errors: ['NOT_FOUND'],
      rest: [{ method: 'POST', path: '/trades/{trade_id}/messages/read', dialect: 'plain' }],
    }),
    watch: subscription({
      access: 'user',
      summary: 'Watch a trade’s chat',
      description: 'Ends for outsiders once the trade is no longer open.',
      input: z.object({ tradeId: id(), lastEventId: lastEventId() }),
      output: TradeMessageEvent,
      errors: ['NOT_FOUND'],
    }),
  },
}

function action(verb: string, message: string) {
  return {
    method: 'POST',
    path: `/trades/{id}/${verb}`,
    dialect: 'plain',
    message,
    under: 'trade',
    view: TradeInDocument1,
  } as const
}
