import { type ContractWords, partsIn } from '../document-words.ts'
import { UserBriefInDocument4 } from './user.ts'

export const words: ContractWords = {
  domains: {
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
  },
  names: {
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
  },
  parts: partsIn('entity', { UserBrief: UserBriefInDocument4 }),
}
