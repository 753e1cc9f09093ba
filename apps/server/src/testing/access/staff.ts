import type { Access } from './access.ts'

export const staffAccess: Access = {
  matrix: `
operation                 on         | stranger | seller | buyer | staff    | staff seller | staff buyer
staff.users.list          nothing    | staff    | staff  | staff | +        | +            | +
staff.coins.list          nothing    | staff    | staff  | staff | +        | +            | +
staff.coins.enable        nothing    | staff    | staff  | staff | +        | +            | +
staff.coins.disable       nothing    | staff    | staff  | staff | +        | +            | +
staff.settings.get        somebody   | staff    | staff  | staff | +        | +            | +
staff.settings.update     somebody   | staff    | staff  | staff | +        | +            | +
staff.limits.list         nothing    | staff    | staff  | staff | +        | +            | +
staff.limits.set          nothing    | staff    | staff  | staff | +        | +            | +
staff.transactions.list   nothing    | staff    | staff  | staff | +        | +            | +
staff.deposits.list       nothing    | staff    | staff  | staff | +        | +            | +
staff.deposits.credit     deposit    | staff    | staff  | staff | +        | forbidden    | +
staff.deposits.reject     deposit    | staff    | staff  | staff | +        | forbidden    | +
staff.withdrawals.list    nothing    | staff    | staff  | staff | +        | +            | +
staff.withdrawals.approve withdrawal | staff    | staff  | staff | +        | forbidden    | +
staff.withdrawals.reject  withdrawal | staff    | staff  | staff | +        | forbidden    | +
staff.twoFactor.reset     somebody   | staff    | staff  | staff | conflict | conflict     | conflict
staff.audit.list          nothing    | staff    | staff  | staff | +        | +            | +
staff.confirmations.list  nothing    | staff    | staff  | staff | +        | +            | +
`,
  inputs: {
    'staff.coins.enable': () => ({ coin: 'trx' }),
    'staff.coins.disable': () => ({ coin: 'trx' }),
    'staff.twoFactor.reset': ({ user }) => ({ userId: user }),
    'staff.settings.get': ({ user }) => ({ userId: user }),
    'staff.settings.update': ({ user }) => ({ userId: user, canTradeTrx: true }),
    'staff.limits.set': () => ({ coin: 'trx', maximum: '1000' }),
    'staff.deposits.credit': ({ money }) => ({ id: money }),
    'staff.deposits.reject': ({ money }) => ({ id: money, reason: 'nothing came' }),
    'staff.withdrawals.approve': ({ money }) => ({ id: money }),
    'staff.withdrawals.reject': ({ money }) => ({ id: money, reason: 'no' }),
  },
  targets: { somebody: async ({ people }) => ({ user: String(people.buyer.id) }) },
}
