import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { coin, pageFields, pageOf, text } from '../fields.ts'
import {
  DEPOSIT_STATUSES,
  depositAmount,
  transactionId,
  WITHDRAWAL_STATUSES,
} from '../wallet/wallet.ts'
import {
  DepositForStaff,
  DepositInDocument4,
  TRANSACTION_STATUSES,
  TRANSACTION_TYPES,
  Transaction,
  TransactionInDocument4,
  WithdrawalForStaff,
  WithdrawalInDocument4,
} from './money.ts'
import { userRef } from './user.ts'

const reason = () => text(1, 500)
const upper = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((value) => value.trim().toUpperCase())
    .pipe(z.enum(values, `must be one of ${values.join(', ')}`))

export const transactions = {
  list: query({
    access: 'staff',
    summary: 'List deposits, withdrawals and transfers, newest first',
    description:
      'Everybody’s. Transfers are those between one’s own wallets; what deals have moved is in the deals.',
    input: z.object({
      userId: userRef().optional().describe('Only those of this user.'),
      transactionType: upper(TRANSACTION_TYPES).optional().describe('Only what is of this kind.'),
      coin: coin().optional(),
      status: upper(TRANSACTION_STATUSES).optional().describe('Only those that stand so.'),
      ...pageFields(),
    }),
    output: pageOf(Transaction),
    rest: [
      {
        method: 'GET',
        path: '/transactions/all/',
        dialect: 'entity',
        bare: true,
        view: pageOf(TransactionInDocument4),
      },
    ],
  }),
}

export const deposits = {
  list: query({
    access: 'staff',
    summary: 'List deposits, newest first',
    description: 'Everybody’s: those that wait to be credited, and what became of others.',
    input: z.object({
      userId: userRef().optional().describe('Only those of this user.'),
      coin: coin().optional(),
      status: z.enum(DEPOSIT_STATUSES).optional().describe('Only those that stand so.'),
      ...pageFields(),
    }),
    output: pageOf(DepositForStaff),
    rest: [
      {
        method: 'GET',
        path: '/deposits/list/all/',
        dialect: 'entity',
        bare: true,
        view: pageOf(DepositInDocument4),
      },
    ],
  }),
  credit: mutation({
    access: 'staff',
    summary: 'Credit a deposit to the user’s main wallet',
    description:
      'A transaction is credited once. Where one pays several deposits, add its output to the id (`…:1`). ' +
      'More than was announced, or a large one, stays pending until a second member of staff says the same.',
    input: z.object({
      id: z.uuid(),
      amount: depositAmount()
        .optional()
        .describe('What came in, where it is not what was announced.'),
      transactionId: transactionId().optional().describe('Needed unless it was announced.'),
    }),
    output: DepositForStaff,
    errors: ['NOT_FOUND', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/exec/deposits/{id}/credit/',
        dialect: 'entity',
        message: ({ status }: DepositForStaff) =>
          status === 'credited'
            ? 'Deposit credited successfully'
            : 'Deposit awaits a second approval',
        view: DepositInDocument4,
      },
    ],
  }),
  reject: mutation({
    access: 'staff',
    summary: 'Reject an announced deposit',
    description: 'Nothing was credited. Its user is told why.',
    input: z.object({ id: z.uuid(), reason: reason().describe('Why, for the user.') }),
    output: DepositForStaff,
    errors: ['NOT_FOUND', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/exec/deposits/{id}/reject/',
        dialect: 'entity',
        message: 'Deposit rejected successfully',
        view: DepositInDocument4,
      },
    ],
  }),
}

export const withdrawals = {
  list: query({
    access: 'staff',
    summary: 'List withdrawals, newest first',
    description: 'Everybody’s: those that wait for a decision, and what became of others.',
    input: z.object({
      userId: userRef().optional().describe('Only those of this user.'),
      coin: coin().optional(),
      status: z.enum(WITHDRAWAL_STATUSES).optional().describe('Only those that stand so.'),
      ...pageFields(),
    }),
    output: pageOf(WithdrawalForStaff),
    rest: [
      {
        method: 'GET',
        path: '/withdrawals/list/all/',
        dialect: 'entity',
        bare: true,
        view: pageOf(WithdrawalInDocument4),
      },
    ],
  }),
  approve: mutation({
    access: 'staff',
    summary: 'Approve a withdrawal',
    description:
      'A large one needs two members of staff, and stays pending after the first. Nobody approves their own.',
    input: z.object({
      id: z.uuid(),
      transactionId: transactionId()
        .optional()
        .describe(
          'The chain’s transaction, where staff send the coins themselves; may also come later, by approving again.',
        ),
    }),
    output: WithdrawalForStaff,
    errors: ['NOT_FOUND', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/exec/withdrawals/{id}/approve/',
        dialect: 'entity',
        message: ({ status }: WithdrawalForStaff) =>
          status === 'approved'
            ? 'Withdrawal approved successfully'
            : 'Withdrawal awaits a second approval',
        view: WithdrawalInDocument4,
      },
    ],
  }),
  reject: mutation({
    access: 'staff',
    summary: 'Reject a withdrawal',
    description: 'The held money is free again at once.',
    input: z.object({ id: z.uuid(), reason: reason().describe('Why, for the user.') }),
    output: WithdrawalForStaff,
    errors: ['NOT_FOUND', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/exec/withdrawals/{id}/reject/',
        dialect: 'entity',
        message: 'Withdrawal rejected successfully',
        view: WithdrawalInDocument4,
      },
    ],
  }),
}
