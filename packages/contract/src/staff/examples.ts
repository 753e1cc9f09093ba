import type { z } from 'zod'
import { deposit, withdrawal } from '../wallet/examples.ts'
import { type ContractWords, exampleOf, partsIn } from '../words.ts'
import { staff } from './routes.ts'
import { UserBriefInDocument4 } from './user.ts'

const domains = {
  'staff.users': { name: 'Staff: users', description: 'Everybody with an account.' },
  'staff.coins': {
    name: 'Staff: coins',
    description: 'A coin that is switched off cannot be used in anything new.',
  },
  'staff.settings': {
    name: 'Staff: user settings',
    description: 'What a user may do. Changes bind at once, on open sockets too.',
  },
  'staff.limits': { name: 'Staff: limits', description: 'How large a deal may be.' },
  'staff.transactions': {
    name: 'Staff: transactions',
    description: 'Everything that came in, went out, or moved between wallets.',
  },
  'staff.deposits': {
    name: 'Staff: deposits',
    description: 'Crediting what came in from a chain.',
  },
  'staff.withdrawals': {
    name: 'Staff: withdrawals',
    description: 'Deciding what goes out to a chain.',
  },
  'staff.confirmations': {
    name: 'Staff: confirmations',
    description: 'What takes two members of staff, and has been wanted by one.',
  },
  'staff.twoFactor': {
    name: 'Staff: two-factor authentication',
    description: 'For people who have lost their authenticator app and their backup codes.',
  },
  'staff.reports': {
    name: 'Staff: reported messages',
    description: 'What users have shown of what others wrote to them.',
  },
  'staff.audit': {
    name: 'Staff: audit log',
    description: 'What staff did. Nothing in it ever changes.',
  },
}

const names = {
  'staff.users.list': 'User',
  'staff.coins.list': 'CoinSwitch',
  'staff.settings.get': 'UserSettings',
  'staff.settings.update': 'ChangedUserSettings',
  'staff.limits.list': 'Limit',
  'staff.transactions.list': 'Transaction',
  'staff.deposits.list': 'StaffDeposit',
  'staff.withdrawals.list': 'StaffWithdrawal',
  'staff.audit.list': 'AuditEntry',
  'staff.confirmations.list': 'Confirmation',
  'staff.reports.list': 'StaffReport',
  'staff.reports.get': 'StaffReportPage',
}

const parts = partsIn('entity', { UserBrief: UserBriefInDocument4 })

const page = { page: 1, perPage: 50, total: 1 }
const at = '2026-03-14T09:26:53.000Z'

const user: z.output<typeof staff.settings.get.output>['user'] = {
  id: 41,
  uuid: '0b7c2a54-6f0e-4d1c-9a39-5f1d2f7e8a10',
  username: 'noor',
  email: 'noor@example.com',
  firstName: 'Noor',
  lastName: 'Haddad',
  phoneNumber: null,
  hasKyc: false,
  twoFactorEnabled: false,
  twoFactorType: 'email',
}

const settings: z.output<typeof staff.settings.get.output> = {
  user,
  isActive: true,
  canTradeBtc: true,
  canTradeLtc: true,
  canTradeUsdt: true,
  canTradeBnb: true,
  canTradeEth: true,
  canTradeTrx: true,
  canWithdraw: true,
  canDeposit: true,
  canTransfer: true,
}

const limit: z.output<typeof staff.limits.set.output> = {
  coin: 'ltc',
  userId: null,
  paymentMethod: null,
  fiatCurrency: null,
  maximum: '250.00',
}

const staffDeposit: z.output<typeof staff.deposits.credit.output> = {
  ...deposit,
  user,
  walletType: 'LTC',
  nairaAmount: '1400000.00',
  verified: false,
}

const staffWithdrawal: z.output<typeof staff.withdrawals.approve.output> = {
  ...withdrawal,
  user,
  walletType: 'LTC',
  walletTypeDisplay: 'Litecoin',
  nairaAmount: '336000.00',
  verified: false,
  approvals: 0,
  approvalsNeeded: 1,
}

const reason = 'The coins never arrived.'

const report: z.output<typeof staff.reports.resolve.output> = {
  id: 4,
  messageId: 5410,
  reason: 'This is the third time today.',
  status: 'open',
  createdAt: at,
  message: 'Pay outside, or else.',
  reporter: { ...user, id: 57, uuid: '7f1b9d52-30c8-4e6a-9f44-2b8c6d0e1a57', username: 'idris' },
  reported: user,
  file: { name: 'where-to-pay.pdf', type: 'application/pdf', size: 48_213 },
  note: null,
  resolvedBy: null,
  resolvedAt: null,
}

const examples = new Map([
  exampleOf(
    staff.users.list,
    { search: 'noor' },
    {
      items: [
        {
          ...user,
          displayName: 'Noor Haddad',
          lastLogin: null,
          emailVerified: false,
          phoneNumberVerified: false,
          isStaff: false,
          isSuperuser: false,
          isActive: true,
          availableBalance: '200000.00',
          createdAt: at,
          country: null,
          updatedAt: at,
          groups: [],
          userPermissions: [],
        },
      ],
      ...page,
    },
  ),
  exampleOf(staff.coins.list, {}, [{ coin: 'ltc', enabled: true }]),
  exampleOf(staff.coins.enable, { coin: 'ltc' }, { coin: 'ltc', enabled: true }),
  exampleOf(staff.coins.disable, { coin: 'ltc' }, { coin: 'ltc', enabled: false }),
  exampleOf(staff.settings.get, { userId: user.uuid }, settings),
  exampleOf(
    staff.settings.update,
    { userId: user.uuid, canTradeUsdt: false },
    { ...settings, canTradeUsdt: false },
  ),
  exampleOf(staff.limits.list, {}, { items: [limit], ...page }),
  exampleOf(staff.limits.set, { coin: 'ltc', maximum: '250' }, limit),
  exampleOf(
    staff.transactions.list,
    {},
    {
      items: [
        {
          id: deposit.id,
          user,
          currency: deposit.currency,
          amount: deposit.amount,
          transactionType: 'DEPOSIT',
          status: 'PENDING',
          createdAt: at,
        },
      ],
      ...page,
    },
  ),
  exampleOf(staff.deposits.list, {}, { items: [staffDeposit], ...page }),
  exampleOf(
    staff.deposits.credit,
    { id: deposit.id },
    { ...staffDeposit, status: 'credited', verified: true },
  ),
  exampleOf(
    staff.deposits.reject,
    { id: deposit.id, reason },
    { ...staffDeposit, status: 'rejected', reason },
  ),
  exampleOf(staff.withdrawals.list, {}, { items: [staffWithdrawal], ...page }),
  exampleOf(
    staff.withdrawals.approve,
    { id: withdrawal.id },
    { ...staffWithdrawal, status: 'approved', verified: true, approvals: 1 },
  ),
  exampleOf(
    staff.withdrawals.reject,
    { id: withdrawal.id, reason: 'The address is on a list of stolen funds.' },
    {
      ...staffWithdrawal,
      status: 'rejected',
      reason: 'The address is on a list of stolen funds.',
    },
  ),
  exampleOf(
    staff.audit.list,
    {},
    {
      items: [
        {
          id: 977,
          staffId: '5d3a9f10-72c4-4b1e-8e6d-0a9b8c7d6e5f',
          staffName: 'Idris Bello',
          action: 'settings.updated',
          subject: 'user:41',
          details: { canTradeUsdt: false },
          address: '203.0.113.7',
          createdAt: at,
        },
      ],
      ...page,
    },
  ),
  exampleOf(staff.reports.list, { status: 'open' }, { items: [report], ...page }),
  exampleOf(
    staff.reports.get,
    { id: report.id },
    {
      ...report,
      context: [
        {
          id: report.messageId,
          senderId: 41,
          message: report.message,
          deleted: false,
          createdAt: at,
        },
      ],
    },
  ),
  exampleOf(staff.reports.file, { id: report.id }, new File(['%PDF-1.7 …'], 'where-to-pay.pdf')),
  exampleOf(
    staff.reports.resolve,
    { id: report.id, outcome: 'actioned', note: 'Banned for a week.' },
    {
      ...report,
      status: 'actioned',
      note: 'Banned for a week.',
      resolvedBy: '5d3a9f10-72c4-4b1e-8e6d-0a9b8c7d6e5f',
      resolvedAt: '2026-03-14T10:02:11.000Z',
    },
  ),
  exampleOf(staff.twoFactor.reset, { userId: '41' }, { awaitsConfirmation: true }),
  exampleOf(
    staff.confirmations.list,
    {},
    {
      items: [
        {
          id: 5,
          staffId: '5d3a9f10-72c4-4b1e-8e6d-0a9b8c7d6e5f',
          staffName: 'Idris Bello',
          action: 'settings.updated',
          subject: 'user:3',
          details: { canWithdraw: false },
          createdAt: at,
          expiresAt: '2026-03-15T09:26:53.000Z',
        },
      ],
      ...page,
    },
  ),
])

export const words: ContractWords = { domains, names, parts, examples }
