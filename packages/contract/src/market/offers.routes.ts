import { z } from 'zod'
import { COINS } from '../coins.ts'
import { mutation, query, subscription } from '../define.ts'
import { MOST_FIAT_DECIMALS } from '../fiat-decimals.ts'
import {
  amount,
  decimalsOf,
  id,
  lastEventId,
  line,
  pageFields,
  pageOf,
  secondFactorCode,
  text,
} from '../fields.ts'
import { pageOfMessages, READ_UP_TO, ReadMark } from '../read-mark.ts'
import { DISPUTE_OUTCOMES } from './dispute.ts'
import {
  NewOfferInDocument2,
  OFFER_STATUSES,
  Offer,
  OfferInDocument2,
  OfferMessage,
  OfferMessageEvent,
  Rating,
} from './offer.ts'

const AD_RULE = 'must be the id of an ad'

/** An ad's number as clients send it. That there is none of that number is said as document 2 does. */
const adNumber = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ],
    AD_RULE,
  )
  .pipe(
    z
      .number(AD_RULE)
      .int(AD_RULE)
      .positive({ error: ({ input }) => `Invalid pk "${input}" - object does not exist.` }),
  )

/** The decimals of the finest coin; that of the ad may have fewer, which is for core to say. */
const FINEST_COIN = Math.max(...Object.values(COINS))

const atMost = (decimals: number, schema: z.ZodType<string>) =>
  schema.refine((value) => decimalsOf(value) <= decimals, `must have at most ${decimals} decimals`)

const bankField = (most: number) => line(1, most).optional()

const newOffer = z.object({
  ad: adNumber.describe('The number of the ad.'),
  currencyAmount: atMost(FINEST_COIN, amount()).describe('How much of the coin.'),
  fiatAmount: atMost(MOST_FIAT_DECIMALS, amount()).describe(
    'What it costs: the amount times the price, to the smallest unit of the currency.',
  ),
  bankAccountName: bankField(150).describe(
    'Whose account the buyer pays to; needed on a buy ad, together with its number and bank.',
  ),
  bankAccountNumber: bankField(64).describe('See `bank_account_name`.'),
  bankName: bankField(150).describe('See `bank_account_name`.'),
})

export type NewOffer = z.output<typeof newOffer>

export const offers = {
  create: mutation({
    access: 'user',
    summary: 'Make an offer on an ad',
    description:
      'Reserves a part of the ad. On a buy ad the caller is the seller: the amount is held from the caller’s p2p wallet, and bank details are required.',
    input: newOffer,
    output: Offer,
    errors: [
      'OWN_TRADE',
      'CONFLICT',
      'INSUFFICIENT_FUNDS',
      'COIN_DISABLED',
      'RESTRICTED',
      'LIMIT_EXCEEDED',
    ],
    rest: [
      {
        method: 'POST',
        path: '/p2p/offer/create/',
        dialect: 'entity',
        message: 'Offer created successfully',
        view: NewOfferInDocument2,
      },
    ],
  }),
  get: query({
    access: 'user',
    summary: 'Show one offer, to its two sides and staff',
    description: 'Anybody else gets 404.',
    input: z.object({ id: id() }),
    output: Offer,
    errors: ['NOT_FOUND'],
    rest: [
      {
        method: 'GET',
        path: '/p2p/offer/detail/{id}/',
        dialect: 'entity',
        view: OfferInDocument2,
      },
    ],
  }),
  list: query({
    access: 'user',
    summary: 'List offers made and received, newest first',
    description: 'Those that the caller has made, and those on the caller’s ads.',
    input: z.object({
      status: z.enum(OFFER_STATUSES).optional().describe('Only offers that stand so.'),
      ad: id().optional().describe('Only offers on this ad.'),
      ...pageFields(),
    }),
    output: pageOf(Offer),
    rest: [
      { method: 'GET', path: '/p2p/offers/', dialect: 'entity', view: pageOf(OfferInDocument2) },
    ],
  }),
  pay: mutation({
    access: 'user',
    summary: 'Say that an offer has been paid',
    description: 'Whoever buys the coin.',
    input: z.object({ id: id() }),
    output: Offer,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [action('paid', 'Offer successfully marked as paid', z.null())],
  }),
  cancel: mutation({
    access: 'user',
    summary: 'Cancel an offer',
    description:
      'Its maker while it is pending; whoever buys the coin also when it is paid. The amount goes back to the ad, or to its wallet.',
    input: z.object({ id: id() }),
    output: Offer,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [action('cancel', 'Offer cancelled successfully', z.null())],
  }),
  release: mutation({
    access: 'user',
    summary: 'Release the held amount to the buyer',
    description: 'Whoever sells the coin; it lands in the p2p wallet of the buyer.',
    input: z.object({ id: id(), code: secondFactorCode() }),
    output: Offer,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT', 'RATE_LIMITED'],
    rest: [action('release', 'Funds have been released successfully', z.null())],
  }),
  dispute: mutation({
    access: 'user',
    summary: 'Dispute an offer that is marked as paid',
    description: 'Either side may. Then only staff can settle it, or the seller by releasing.',
    input: z.object({ id: id(), reason: text(1, 2000).describe('What is wrong, for staff.') }),
    output: Offer,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [action('dispute', 'Offer disputed', OfferInDocument2)],
  }),
  resolve: mutation({
    access: 'staff',
    summary: 'Settle a disputed offer',
    description: 'Staff who are a side of the offer may not.',
    input: z.object({
      id: id(),
      outcome: z
        .enum(DISPUTE_OUTCOMES, 'must be release or refund')
        .describe('`release`: the buyer gets the coin. `refund`: the seller has it back.'),
      note: text(1, 2000).optional().describe('Why, for both sides.'),
    }),
    output: Offer,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [action('resolve', 'Offer resolved', OfferInDocument2)],
  }),
  rate: mutation({
    access: 'user',
    summary: 'Rate the other side of a released offer',
    description: 'Each side once.',
    input: z.object({
      id: id(),
      positive: z.boolean().describe('Content, or not.'),
      comment: text(1, 500).nullish().describe('A word on it.'),
    }),
    output: Rating,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [action('rate', 'Rating saved', Rating)],
  }),
  chat: {
    send: mutation({
      access: 'user',
      summary: 'Write in an offer’s chat',
      description: 'Its two sides and staff.',
      input: z.object({ offerId: id(), message: text(1, 4000).describe('What is said.') }),
      output: OfferMessage,
      errors: ['NOT_FOUND'],
      rest: [
        {
          method: 'POST',
          path: '/p2p/offer/{offer_id}/messages/',
          dialect: 'entity',
          message: 'Message sent',
          statuses: { NOT_FOUND: 400 },
        },
      ],
    }),
    list: query({
      access: 'user',
      quota: 'chat',
      summary: 'Read an offer’s chat, oldest first',
      description: 'Page 1 holds the newest messages.',
      input: z.object({ offerId: id(), ...pageFields(100) }),
      output: pageOfMessages(OfferMessage),
      errors: ['NOT_FOUND'],
      rest: [
        {
          method: 'GET',
          path: '/p2p/offer/{offer_id}/messages/',
          dialect: 'entity',
          view: pageOf(OfferMessage),
        },
      ],
    }),
    markRead: mutation({
      access: 'user',
      summary: 'Say up to where one has read an offer’s chat',
      description: 'It only ever moves on. What one writes oneself is never unread.',
      input: z.object({ offerId: id(), upTo: id().optional().describe(READ_UP_TO) }),
      output: ReadMark,
      errors: ['NOT_FOUND'],
      rest: [
        {
          method: 'POST',
          path: '/p2p/offer/{offer_id}/messages/read/',
          dialect: 'entity',
          message: 'Messages marked as read',
          statuses: { NOT_FOUND: 400 },
        },
      ],
    }),
    watch: subscription({
      access: 'user',
      summary: 'Watch an offer’s chat',
      description: 'For its two sides and staff.',
      input: z.object({ offerId: id(), lastEventId: lastEventId() }),
      output: OfferMessageEvent,
      errors: ['NOT_FOUND'],
    }),
  },
}

/** `POST /p2p/offer/{verb}/{id}/`: an unknown offer is a 400 there, as document 2 has it. */
function action(verb: string, message: string, view: z.ZodType) {
  return {
    method: 'POST',
    path: `/p2p/offer/${verb}/{id}/`,
    dialect: 'entity',
    message,
    view,
    statuses: { NOT_FOUND: 400 },
  } as const
}
