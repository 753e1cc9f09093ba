import { z } from 'zod'
import {
  amountShown,
  asNumber,
  changedAt,
  id,
  line,
  madeAt,
  prefixed,
  secondFactorCode,
  time,
} from '../fields.ts'

const eur = () => asNumber(amountShown().nullable()).describe('By the rate of the moment, if any.')

/** What came into or left somebody's main BTC wallet, or is about to. */
export const ShopTransaction = z.object({
  id: z.string(),
  type: z
    .enum([
      'DEPOSIT',
      'WITHDRAWAL',
      'PAYMENT',
      'REFUND',
      'ESCROW_FUND',
      'ESCROW_RELEASE',
      'ESCROW_REFUND',
    ])
    .describe('PAYMENT and REFUND are moves to and from the p2p wallet, ESCROW_… what orders do.'),
  amountBtc: asNumber(amountShown()).describe(
    'How much; whether it came or went is for the type to say.',
  ),
  amountEur: eur(),
  description: z.string().describe('The same in words.'),
  hash: z.string().nullable().describe('The chain’s transaction, if it is one.'),
  status: z
    .enum(['PENDING', 'CONFIRMED', 'FAILED', 'CANCELLED'])
    .describe(
      'PENDING until staff or the chain have decided; within Souk all is CONFIRMED at once.',
    ),
  createdAt: time().describe('When it happened.'),
})
export type ShopTransaction = z.output<typeof ShopTransaction>

/** Somebody's main BTC wallet, from which orders are paid. */
export const ShopWallet = z.object({
  id: prefixed('wallet', id()),
  userId: prefixed('user', id()).describe('Whose it is.'),
  balanceBtc: asNumber(amountShown()).describe('Free to use.'),
  heldBtc: asNumber(amountShown()).describe('Set aside: in escrow, or for a withdrawal.'),
  balanceEur: eur(),
  address: z.string().nullable().describe('Where to send deposits; null until it is asked for.'),
  payoutAddress: z
    .string()
    .nullable()
    .describe('Where its owner wants to be paid to; null where they have not said.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
  transactions: z.array(ShopTransaction).describe('The latest 20.'),
})
export type ShopWallet = z.output<typeof ShopWallet>

/** The same when its address has been asked for. */
export const OpenedWallet = ShopWallet.omit({ transactions: true }).extend({
  isNew: z.boolean().describe('The address has just been made.'),
})
export type OpenedWallet = z.output<typeof OpenedWallet>

/** Where somebody wants to be paid to. */
export const PayoutAddress = z.object({
  id: prefixed('wallet', id()),
  address: z.string().describe('Where its owner wants to be paid to.'),
  updatedAt: changedAt(),
})
export type PayoutAddress = z.output<typeof PayoutAddress>

export const NewPayoutAddress = z.object({
  address: line(1, 128).describe('A Bitcoin address.'),
  code: secondFactorCode(),
})
export type NewPayoutAddress = z.output<typeof NewPayoutAddress>
