import { z } from 'zod'
import type { Coin } from '../coins.ts'
import { mutation, query } from '../define.ts'
import { amount, coin, decimalsProblem, pageFields, pageOf, secondFactorCode } from '../fields.ts'
import {
  DEPOSIT_STATUSES,
  Deposit,
  depositAmount,
  transactionId,
  WalletBalance,
  WalletTransfer,
  WITHDRAWAL_STATUSES,
  Withdrawal,
  walletName,
} from './wallet.ts'

/** An amount of a coin, no finer than the coin is, and what else is given with it. */
const exact = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .object({ currency: coin(), amount: amount().describe('How much of the coin.'), ...shape })
    .superRefine((input, ctx) => {
      const { currency, amount } = input as { currency: Coin; amount: string }
      const problem = decimalsProblem(currency, amount)
      if (problem) ctx.addIssue({ code: 'custom', path: ['amount'], message: problem })
    })

const address = () =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(128, 'must have at most 128 characters')
    .regex(/^[\x21-\x7e]*$/, 'must be an address')

/** A person's wallets, and the ways in and out of them. */
export const wallet = {
  get: query({
    access: 'user',
    summary: 'Show the caller’s balances, wallet by wallet',
    description:
      'A `main` and a `p2p` wallet of each coin: what is free, and what is held for deals and withdrawals.',
    input: z.object({}),
    output: z.array(WalletBalance),
    rest: [{ method: 'GET', path: '/p2p/wallet/', dialect: 'entity' }],
  }),
  transfer: mutation({
    access: 'user',
    summary: 'Move money between one’s main and p2p wallet',
    description: 'At once and without a fee, as much as is free. `wallet.transferred` tells of it.',
    input: exact({
      from: walletName().describe('Where the money is.'),
      to: walletName().describe('The other wallet.'),
    }).refine(({ from, to }) => from !== to, {
      path: ['to'],
      message: 'must be the other wallet',
    }),
    output: WalletTransfer,
    errors: ['INSUFFICIENT_FUNDS', 'RESTRICTED', 'COIN_DISABLED'],
    rest: [
      {
        method: 'POST',
        path: '/p2p/wallet/transfer/',
        dialect: 'entity',
        message: 'Transfer successful',
      },
    ],
  }),
  deposits: {
    create: mutation({
      access: 'user',
      summary: 'Announce a deposit',
      description: 'It is credited to the main wallet once the coins have been seen on the chain.',
      input: exact({
        amount: depositAmount().describe('How much of the coin.'),
        transactionId: transactionId()
          .optional()
          .describe('The chain’s name for it, if it is known.'),
        fromAddress: address().optional().describe('Where the coins come from.'),
      }),
      output: Deposit,
      errors: ['RESTRICTED', 'COIN_DISABLED'],
      rest: [
        {
          method: 'POST',
          path: '/wallet/deposits/',
          dialect: 'entity',
          message: 'Deposit announced successfully',
        },
      ],
    }),
    list: query({
      access: 'user',
      summary: 'List the caller’s deposits, newest first',
      description: 'Those that were announced, and those that were seen on a chain.',
      input: z.object({
        currency: coin().optional(),
        status: z.enum(DEPOSIT_STATUSES).optional().describe('Only those that stand so.'),
        ...pageFields(),
      }),
      output: pageOf(Deposit),
      rest: [{ method: 'GET', path: '/wallet/deposits/', dialect: 'entity' }],
    }),
  },
  withdrawals: {
    create: mutation({
      access: 'user',
      summary: 'Ask for a withdrawal',
      description: 'Holds the amount from the main wallet until staff have decided.',
      input: exact({
        address: address().describe('Where the coins are to go, on the coin’s own chain.'),
        code: secondFactorCode(),
      }),
      output: Withdrawal,
      errors: ['INSUFFICIENT_FUNDS', 'RESTRICTED', 'COIN_DISABLED', 'RATE_LIMITED'],
      rest: [
        {
          method: 'POST',
          path: '/wallet/withdrawals/',
          dialect: 'entity',
          message: 'Withdrawal requested successfully',
        },
      ],
    }),
    list: query({
      access: 'user',
      summary: 'List the caller’s withdrawals, newest first',
      description: 'What is `pending` is still held, and can be cancelled.',
      input: z.object({
        currency: coin().optional(),
        status: z.enum(WITHDRAWAL_STATUSES).optional().describe('Only those that stand so.'),
        ...pageFields(),
      }),
      output: pageOf(Withdrawal),
      rest: [{ method: 'GET', path: '/wallet/withdrawals/', dialect: 'entity' }],
    }),
    cancel: mutation({
      access: 'user',
      summary: 'Take a withdrawal back',
      description: 'As long as staff have not decided; the money is free again at once.',
      input: z.object({ id: z.uuid() }),
      output: Withdrawal,
      errors: ['NOT_FOUND', 'CONFLICT'],
      rest: [
        {
          method: 'POST',
          path: '/wallet/withdrawals/{id}/cancel/',
          dialect: 'entity',
          message: 'Withdrawal cancelled successfully',
        },
      ],
    }),
  },
}
