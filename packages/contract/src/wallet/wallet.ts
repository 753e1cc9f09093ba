import { z } from 'zod'
import { amount, amountShown, changedAt, coinShown, happenedAt, madeAt } from '../fields.ts'

/** The two wallets everybody has for each coin. Escrow is paid from and into `p2p`. */
const WALLET_NAMES = ['main', 'p2p'] as const
export const walletName = () => z.enum(WALLET_NAMES, 'must be main or p2p')

export const DEPOSIT_STATUSES = ['pending', 'credited', 'rejected'] as const
export type DepositStatus = (typeof DEPOSIT_STATUSES)[number]

export const WITHDRAWAL_STATUSES = ['pending', 'approved', 'rejected', 'cancelled'] as const
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number]

/** What may come in at once: more than there is of any coin, and far from what an account can count. */
export const depositAmount = () =>
  amount().refine((value) => (value.split('.')[0]?.length ?? 0) <= 15, 'must be below 10^15')

/**
 * A chain's transaction, with the number of its output or log where that is not the first: the same one must
 * not be written in two ways.
 */
export const transactionId = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^(0x)?[\da-f]{64}(:(0|[1-9]\d{0,6}))?$/, 'must be the id of a transaction')
    .transform((id) => id.replace(/:0$/, ''))

/** What a coin is called; shown in document 4 as `wallet_type_display`. */
export const COIN_NAMES = {
  btc: 'Bitcoin',
  ltc: 'Litecoin',
  eth: 'Ethereum',
  bnb: 'BNB',
  usdt: 'Tether USD',
  trx: 'TRON',
} as const

/** What somebody has in one of their wallets. */
export const WalletBalance = z.object({
  currency: coinShown(),
  wallet: walletName().describe(
    'Escrow is paid from and into `p2p`; deposits come into `main`, from which withdrawals and orders are paid.',
  ),
  available: amountShown().describe('Free to use.'),
  held: amountShown().describe('Set aside: in escrow, or for a withdrawal.'),
})
export type WalletBalance = z.output<typeof WalletBalance>

/** Money moved between somebody's own wallets. */
export const WalletTransfer = z.object({
  id: z.uuid(),
  currency: coinShown(),
  amount: amountShown().describe('How much of the coin.'),
  from: walletName().describe('Where it was.'),
  to: walletName().describe('Where it is now.'),
  createdAt: madeAt(),
})
export type WalletTransfer = z.output<typeof WalletTransfer>

/** Coins that come in from a chain, into the main wallet. */
export const Deposit = z.object({
  id: z.uuid(),
  currency: coinShown(),
  amount: amountShown().describe('As announced; once credited, what was credited.'),
  status: z.enum(DEPOSIT_STATUSES).describe('`pending` until staff, or the chain, have decided.'),
  address: z.string().nullable().describe('Where to send the coins; null where staff tell it.'),
  fromAddress: z.string().nullable().describe('Where the coins come from, if it was said or seen.'),
  transactionId: z.string().nullable().describe("The chain's transaction."),
  reason: z.string().nullable().describe('Why staff rejected it.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
})
export type Deposit = z.output<typeof Deposit>

/** Coins that go out to a chain, held in the main wallet until staff decide. */
export const Withdrawal = z.object({
  id: z.uuid(),
  currency: coinShown(),
  amount: amountShown().describe('How much of the coin.'),
  status: z
    .enum(WITHDRAWAL_STATUSES)
    .describe(
      '`pending`, with the amount held, until staff have decided or the user has taken it back.',
    ),
  address: z.string().describe('Where the coins go.'),
  transactionId: z.string().nullable().describe("The chain's transaction, once it is known."),
  reason: z.string().nullable().describe('Why staff rejected it.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
})
export type Withdrawal = z.output<typeof Withdrawal>

export const WALLET_EVENTS = {
  transfer: ['wallet.transferred'],
  deposit: ['deposit.announced', 'deposit.credited', 'deposit.rejected'],
  withdrawal: [
    'withdrawal.requested',
    'withdrawal.approved',
    'withdrawal.rejected',
    'withdrawal.cancelled',
    'withdrawal.paid',
  ],
} as const

/** Something that happened to somebody's wallets, with the matter as it stood then. */
export const WalletEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(WALLET_EVENTS.transfer).describe('What happened.'),
    at: happenedAt(),
    transfer: WalletTransfer.describe('The transfer.'),
  }),
  z.object({
    type: z.enum(WALLET_EVENTS.deposit).describe('What happened.'),
    at: happenedAt(),
    deposit: Deposit.describe('The deposit as it stood then.'),
  }),
  z.object({
    type: z.enum(WALLET_EVENTS.withdrawal).describe('What happened.'),
    at: happenedAt(),
    withdrawal: Withdrawal.describe('The withdrawal as it stood then.'),
  }),
])
export type WalletEvent = z.output<typeof WalletEvent>
