import { z } from 'zod'
import { amountShown, coinShown, madeAt, named, padded, time } from '../fields.ts'
import { Deposit, Withdrawal } from '../wallet/wallet.ts'
import { UserBrief, UserBriefInDocument4 } from './user.ts'

const nairaAmount = () =>
  padded(5, amountShown()).describe(
    'Worth in NGN at the present rate, to the kobo; zero where there is no rate.',
  )
const shownAmount = () => padded(5, amountShown()).describe('How much of the coin.')
const created = () => named('created', time()).describe('When it was made.')
/** Document 4 writes a coin here in upper case, unlike the other documents of its dialect. */
const walletType = () => z.string().describe('The coin, in upper case.')

export const TRANSACTION_TYPES = ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER'] as const
export const TRANSACTION_STATUSES = ['PENDING', 'COMPLETED', 'REJECTED', 'CANCELLED'] as const

/** Anything that came in, went out, or moved between somebody's wallets. */
export const Transaction = z.object({
  id: z.uuid(),
  user: UserBrief.describe('Whose it is.'),
  currency: coinShown(),
  amount: shownAmount(),
  transactionType: z
    .enum(TRANSACTION_TYPES)
    .describe('TRANSFER is between the user’s own wallets.'),
  status: z.enum(TRANSACTION_STATUSES).describe('PENDING until staff or the chain have decided.'),
  createdAt: madeAt(),
})
export type Transaction = z.output<typeof Transaction>

export const TransactionInDocument4 = Transaction.extend({
  user: UserBriefInDocument4.describe('Whose it is.'),
  createdAt: created(),
})

/** A deposit as staff see it. */
export const DepositForStaff = Deposit.extend({
  user: UserBrief.describe('Whose it is.'),
  amount: shownAmount(),
  walletType: walletType(),
  nairaAmount: nairaAmount(),
  verified: z.boolean().describe('Whether it was credited.'),
})
export type DepositForStaff = z.output<typeof DepositForStaff>

const deposit = DepositForStaff.shape

/** In the order of document 4, then what it leaves out. */
export const DepositInDocument4 = z.object({
  id: deposit.id,
  user: UserBriefInDocument4.describe('Whose it is.'),
  createdAt: created(),
  updatedAt: deposit.updatedAt,
  amount: deposit.amount,
  walletType: deposit.walletType,
  address: named('wallet_address', z.string().nullable()).describe(
    'Where to send the coins; null where staff tell it.',
  ),
  nairaAmount: deposit.nairaAmount,
  verified: deposit.verified,
  status: deposit.status,
  fromAddress: deposit.fromAddress,
  transactionId: deposit.transactionId,
  reason: deposit.reason,
})

/** A withdrawal as staff see it. */
export const WithdrawalForStaff = Withdrawal.extend({
  user: UserBrief.describe('Whose it is.'),
  amount: shownAmount(),
  walletType: walletType(),
  walletTypeDisplay: z.string().describe('The coin’s name, such as `Bitcoin`.'),
  nairaAmount: nairaAmount(),
  verified: z.boolean().describe('Whether it was approved.'),
  approvals: z.int().describe('How many members of staff have approved.'),
  approvalsNeeded: z.int().describe('How many must, for one so large.'),
})
export type WithdrawalForStaff = z.output<typeof WithdrawalForStaff>

const withdrawal = WithdrawalForStaff.shape

/** In the order of document 4, then what it leaves out. */
export const WithdrawalInDocument4 = z.object({
  id: withdrawal.id,
  createdAt: created(),
  amount: withdrawal.amount,
  walletType: withdrawal.walletType,
  address: named('wallet_address', z.string()).describe('Where the coins go.'),
  nairaAmount: withdrawal.nairaAmount,
  verified: withdrawal.verified,
  walletTypeDisplay: withdrawal.walletTypeDisplay,
  user: UserBriefInDocument4.describe('Whose it is.'),
  status: withdrawal.status,
  updatedAt: withdrawal.updatedAt,
  transactionId: withdrawal.transactionId,
  reason: withdrawal.reason,
  approvals: withdrawal.approvals,
  approvalsNeeded: withdrawal.approvalsNeeded,
})
