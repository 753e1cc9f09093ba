import { z } from 'zod'
import {
  amount,
  amountShown,
  asNumber,
  changedAt,
  decimalsOf,
  id,
  madeAt,
  prefixed,
  prefixedId,
  secondFactorCode,
  secret,
  text,
  time,
  trimmed,
} from '../fields.ts'
import { ShopUser } from './seller.ts'
import { ESCROW_STATUSES, ORDER_STATUSES } from './statuses.ts'
import { Store } from './store.ts'

const ESCROW_OUTCOMES = ['release', 'refund', 'split'] as const
export type EscrowOutcome = (typeof ESCROW_OUTCOMES)[number]

/** Who has agreed to an escrow: its buyer, and each seller once they have confirmed. */
export const EscrowParticipant = z.object({
  id: prefixed('participant', id()),
  userId: prefixed('user', id()).describe('Who has agreed.'),
  role: z.enum(['BUYER', 'SELLER', 'ARBITER']).describe('What they are to the order.'),
  agreedAt: time().describe('When the buyer opened it, or the seller confirmed.'),
  user: ShopUser.describe('The same person, by name.'),
})
export type EscrowParticipant = z.output<typeof EscrowParticipant>

const fields = {
  id: prefixed('escrow', id()),
  orderId: prefixed('order', id()).describe('The order whose money it holds.'),
  userId: prefixed('user', id()).describe('The buyer.'),
  amountBtc: asNumber(amountShown()).describe('All that the buyer pays.'),
  amountEur: asNumber(amountShown().nullable()).describe(
    'The same as it was worth when the order was made; null if there was no rate.',
  ),
  status: z
    .enum(ESCROW_STATUSES)
    .describe(
      '`PENDING` until it is paid; `CONFIRMED` once the sellers are; then it can be released.',
    ),
  releaseCode: z
    .string()
    .nullable()
    .describe('Never to be read again: `[redacted]`, or null while the buyer has chosen none.'),
  disputeRaised: z.boolean().describe('One of the sides has disputed it, however that ended.'),
  disputeResolved: z.boolean().describe('Staff have decided.'),
  disputeReason: z
    .string()
    .nullable()
    .describe('What whoever has disputed it says is wrong; null without a dispute.'),
  resolution: z.enum(ESCROW_OUTCOMES).nullable().describe('What staff have decided.'),
  resolutionNote: z.string().nullable().describe('Why, in their words; null for none.'),
  fundedAt: time().nullable().describe('When the buyer paid; null until then.'),
  confirmedAt: time().nullable().describe('When the sellers had confirmed; null until then.'),
  releasedAt: time().nullable().describe('When the last of it was released; null until then.'),
  refundedAt: time().nullable().describe('When it was given back; null unless it was.'),
  disputedAt: time().nullable().describe('When it was disputed; null without a dispute.'),
  resolvedAt: time().nullable().describe('When staff decided; null until then.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
}

/** An escrow beside its order. */
export const EscrowInOrder = z.object({
  ...fields,
  participants: z.array(EscrowParticipant).describe('Who has agreed to it, the buyer first.'),
})
export type EscrowInOrder = z.output<typeof EscrowInOrder>

/** As document 3 shows one in an order; in the order of its fields. */
export const EscrowInOrderInDocument3 = EscrowInOrder.pick({
  id: true,
  status: true,
  amountBtc: true,
  amountEur: true,
  releaseCode: true,
  disputeRaised: true,
  disputeResolved: true,
  createdAt: true,
  participants: true,
}).extend({
  participants: z
    .array(EscrowParticipant.omit({ id: true }))
    .describe('Who has agreed to it, the buyer first.'),
})

/** What a list leaves out. */
export const moreItems = () =>
  z.int().min(1).optional().describe('In lists: how many items there are beside the first ten.')

const EscrowedItem = z.object({
  id: prefixed('item', id()),
  quantity: z.int().describe('How many pieces.'),
  product: z
    .object({
      id: prefixed('product', id()),
      name: z.string().describe('What it is called.'),
      seller: Store.describe('Who sells it.'),
    })
    .describe('Of which product.'),
})

/** What holds the money of an order until both sides are content. */
export const Escrow = z.object({
  ...fields,
  order: z
    .object({
      id: prefixed('order', id()),
      status: z.enum(ORDER_STATUSES).describe('How far the order is.'),
      buyer: ShopUser.describe('Who buys.'),
      orderItems: z.array(EscrowedItem).describe('What is bought; in lists the first ten.'),
      moreItems: moreItems(),
    })
    .describe('The order whose money it holds.'),
  participants: z.array(EscrowParticipant).describe('Who has agreed to it, the buyer first.'),
})
export type Escrow = z.output<typeof Escrow>

/** As document 3 answers a new one. */
export const NewEscrowInDocument3 = Escrow.pick({
  id: true,
  orderId: true,
  userId: true,
  amountBtc: true,
  amountEur: true,
  status: true,
  releaseCode: true,
  disputeRaised: true,
  disputeResolved: true,
  createdAt: true,
}).extend({
  participants: z
    .array(EscrowParticipant.omit({ user: true }))
    .describe('Who has agreed to it, the buyer first.'),
})

export const ReleasedEscrowInDocument3 = Escrow.pick({
  id: true,
  status: true,
  releasedAt: true,
  updatedAt: true,
})

export const DisputedEscrowInDocument3 = Escrow.pick({
  id: true,
  status: true,
  disputeRaised: true,
  disputeReason: true,
  updatedAt: true,
})

/** What whoever has it can release an escrow with. */
const releaseCode = () =>
  secret(200)
    .refine((code) => [...trimmed(code)].length >= 6, 'Release code must be at least 6 characters')
    .describe('A secret of the buyer’s: whoever has it can release the money. Souk keeps no copy.')

export const NewEscrow = z.object({ orderId: prefixedId('order'), releaseCode: releaseCode() })
export type NewEscrow = z.output<typeof NewEscrow>

export const Release = z.object({
  id: prefixedId('escrow'),
  releaseCode: secret(200).describe('What the buyer has given away on delivery.'),
  code: secondFactorCode(),
})
export type Release = z.output<typeof Release>

/** A share of an escrow, which may be nothing. */
const share = () =>
  z
    .union([z.literal(0), z.literal('0'), amount()], 'must be a decimal amount')
    .transform(String)
    .refine((value) => decimalsOf(value) <= 8, 'must have at most 8 decimals')
    .optional()

export const Resolution = z
  .object({
    id: prefixedId('escrow'),
    outcome: z
      .enum(ESCROW_OUTCOMES, 'must be release, refund or split')
      .describe('Who gets the money: the sellers, the buyer, or both a share.'),
    note: text(1, 2000).optional().describe('Why, for both sides.'),
    sellerBtc: share().describe('In a split: what the sellers get, each by their part.'),
    buyerBtc: share().describe('In a split: what the buyer gets back. The two add up exactly.'),
  })
  .superRefine(({ outcome, sellerBtc, buyerBtc }, ctx) => {
    for (const [field, value] of Object.entries({ sellerBtc, buyerBtc })) {
      if ((value !== undefined) === (outcome === 'split')) continue
      const message = outcome === 'split' ? 'is needed for a split' : 'belongs to a split'
      ctx.addIssue({ code: 'custom', path: [field], message })
    }
  })
export type Resolution = z.output<typeof Resolution>
