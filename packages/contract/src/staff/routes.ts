import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { coin, coinShown, pageFields, pageOf, text } from '../fields.ts'
import {
  DEPOSIT_STATUSES,
  depositAmount,
  transactionId,
  WITHDRAWAL_STATUSES,
} from '../wallet/wallet.ts'
import { AuditEntry, Limit, NewLimit } from './audit.ts'
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
import {
  rights,
  UserForStaff,
  UserInDocument4,
  UserSettings,
  UserSettingsInDocument4,
  userRef,
} from './user.ts'

export const CoinSwitch = z.object({ coin: coinShown(), enabled: z.boolean() })
export type CoinSwitch = z.output<typeof CoinSwitch>

const reason = () => text(1, 500)
const upper = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((value) => value.trim().toUpperCase())
    .pipe(z.enum(values, `must be one of ${values.join(', ')}`))

/** Document 4, the part of staff; and what Souk adds for them. */
export const staff = {
  users: {
    list: query({
      access: 'staff',
      summary: 'List users, oldest first',
      input: z.object({
        search: text(1, 200).optional().describe('A part of a name or an e-mail address.'),
        isActive: z.boolean().optional(),
        isStaff: z.boolean().optional(),
        ...pageFields(),
      }),
      output: pageOf(UserForStaff),
      rest: [listing('POST'), listing('GET')],
    }),
  },
  coins: {
    list: query({
      access: 'staff',
      summary: 'Which coins are switched on',
      input: z.object({}),
      output: z.array(CoinSwitch),
      rest: [{ method: 'GET', path: '/exec/coins/', dialect: 'entity' }],
    }),
    enable: switching('enable', 'Switch a coin on'),
    disable: switching('disable', 'Switch a coin off for anything new'),
  },
  settings: {
    get: query({
      access: 'staff',
      summary: 'What a user may do',
      input: z.object({ userId: userRef() }),
      output: UserSettings,
      errors: ['NOT_FOUND'],
      rest: [
        {
          method: 'GET',
          path: '/exec/user/settings/{user_id}/',
          dialect: 'entity',
          view: UserSettingsInDocument4,
        },
      ],
    }),
    update: mutation({
      access: 'staff',
      summary: 'Change what a user may do',
      description: 'Binds at once, on open sockets too. What is left out stays as it is.',
      input: z.object({ userId: userRef(), ...z.object(rights).partial().shape }),
      output: UserSettings,
      errors: ['NOT_FOUND'],
      rest: [changing('GET'), changing('PATCH')],
    }),
  },
  limits: {
    list: query({
      access: 'staff',
      summary: 'How large a deal may be',
      input: z.object({
        coin: coin().optional(),
        userId: userRef().optional(),
        ...pageFields(),
      }),
      output: pageOf(Limit),
      rest: [{ method: 'GET', path: '/exec/limits/', dialect: 'entity' }],
    }),
    set: mutation({
      access: 'staff',
      summary: 'Set or remove a limit',
      description:
        'For a coin, for everybody or for one user; or for a way of paying, in a national currency.',
      input: NewLimit,
      output: Limit,
      errors: ['NOT_FOUND'],
      rest: [
        {
          method: 'PUT',
          path: '/exec/limits/',
          dialect: 'entity',
          message: 'Limit updated successfully',
        },
      ],
    }),
  },
  transactions: {
    list: query({
      access: 'staff',
      summary: 'List deposits, withdrawals and transfers, newest first',
      input: z.object({
        userId: userRef().optional(),
        transactionType: upper(TRANSACTION_TYPES).optional(),
        coin: coin().optional(),
        status: upper(TRANSACTION_STATUSES).optional(),
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
  },
  deposits: {
    list: query({
      access: 'staff',
      summary: 'List deposits, newest first',
      input: z.object({
        userId: userRef().optional(),
        coin: coin().optional(),
        status: z.enum(DEPOSIT_STATUSES).optional(),
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
        'A transaction is credited once. Where one pays several deposits, add its output to the id (`…:1`).',
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
          message: 'Deposit credited successfully',
          view: DepositInDocument4,
        },
      ],
    }),
    reject: mutation({
      access: 'staff',
      summary: 'Reject an announced deposit',
      input: z.object({ id: z.uuid(), reason: reason() }),
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
  },
  withdrawals: {
    list: query({
      access: 'staff',
      summary: 'List withdrawals, newest first',
      input: z.object({
        userId: userRef().optional(),
        coin: coin().optional(),
        status: z.enum(WITHDRAWAL_STATUSES).optional(),
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
        'A large one needs two members of staff, and stays pending after the first. Nobody approves his own.',
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
      input: z.object({ id: z.uuid(), reason: reason() }),
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
  },
  audit: {
    list: query({
      access: 'staff',
      summary: 'What staff did, newest first',
      input: z.object({
        staffId: userRef().optional(),
        action: text(1, 100).optional(),
        subject: text(1, 200).optional(),
        ...pageFields(),
      }),
      output: pageOf(AuditEntry),
      rest: [{ method: 'GET', path: '/exec/audit/', dialect: 'entity' }],
    }),
  },
}

function listing(method: 'GET' | 'POST'): RestRoute {
  return { method, path: '/auth/users/', dialect: 'entity', view: pageOf(UserInDocument4) }
}

/** The document reads with GET and a body; POST does the same. */
function switching(verb: 'enable' | 'disable', summary: string) {
  const route = (method: 'GET' | 'POST'): RestRoute => ({
    method,
    path: `/exec/coin/${verb}/`,
    dialect: 'entity',
    message: ({ coin }: CoinSwitch) => `${coin} ${verb}d successfully`,
    view: z.null(),
  })
  return mutation({
    access: 'staff',
    summary,
    description: 'What is under way goes on.',
    input: z.object({ coin: text(1, 20).describe('Accepted in either case.') }),
    output: CoinSwitch,
    errors: ['NOT_FOUND'],
    rest: [route('GET'), route('POST')],
  })
}

function changing(method: 'GET' | 'PATCH'): RestRoute {
  return {
    method,
    path: '/exec/user/settings/{user_id}/',
    dialect: 'entity',
    message: 'User settings updated successfully',
    view: UserSettingsInDocument4,
  }
}
