import type { Call } from '../call.ts'
import type { Side } from '../side.ts'

const seller = async ({ people }: Side) => ({ user: people.seller.id, user_id: people.seller.id })
const staff = async ({ people }: Side) => ({ user: people.staff.id })

const userCalls: readonly Call[] = [
  { operation: 'GET /auth/users/', as: 'staff' },
  { operation: 'GET /auth/users/', query: 'page=20', as: 'staff' },
  { operation: 'GET /auth/users/', query: 'search=seller', as: 'staff' },
  { operation: 'GET /auth/users/', query: 'search=nobody-is-called-that', as: 'staff' },
  { operation: 'GET /auth/users/', query: 'is_staff=true', as: 'staff' },
  { operation: 'GET /auth/users/', query: 'is_active=false', as: 'staff' },
  { operation: 'POST /auth/users/', body: { per_page: 20 }, as: 'staff' },
  { operation: 'GET /exec/user/settings/{user_id}/', given: seller, as: 'staff' },
  {
    operation: 'PATCH /exec/user/settings/{user_id}/',
    given: seller,
    body: { can_trade_trx: true },
    as: 'staff',
  },
]

const coinCalls: readonly Call[] = [
  { operation: 'GET /exec/coins/', as: 'staff' },
  { operation: 'POST /exec/coin/disable/', body: { coin: 'trx' }, as: 'staff' },
  { operation: 'POST /exec/coin/enable/', body: { coin: 'trx' }, as: 'staff' },
  { operation: 'GET /exec/coin/disable/', query: 'coin=trx', as: 'staff' },
  { operation: 'GET /exec/coin/enable/', query: 'coin=trx', as: 'staff' },
]

const limitCalls: readonly Call[] = [
  { operation: 'GET /exec/limits/', as: 'staff' },
  { operation: 'GET /exec/limits/', query: 'coin=usdt', as: 'staff' },
  { operation: 'GET /exec/limits/', query: 'user_id={user}', given: seller, as: 'staff' },
  {
    operation: 'PUT /exec/limits/',
    given: seller,
    body: ({ user }) => ({ coin: 'usdt', user_id: user, maximum: '1000' }),
    as: 'staff',
  },
]

const auditCalls: readonly Call[] = [
  { operation: 'GET /exec/audit/', as: 'staff' },
  { operation: 'GET /exec/audit/', query: 'page=20', as: 'staff' },
  { operation: 'GET /exec/audit/', query: 'staff_id={user}', given: staff, as: 'staff' },
  { operation: 'GET /exec/audit/', query: 'staff_id={user}', given: seller, as: 'staff' },
  { operation: 'GET /exec/audit/', query: 'action=coin.disabled', as: 'staff' },
  { operation: 'GET /exec/audit/', query: 'subject=user:{user}', given: seller, as: 'staff' },
]

export const staffCalls: readonly Call[] = [
  ...userCalls,
  ...coinCalls,
  ...limitCalls,
  ...auditCalls,
  { operation: 'GET /exec/confirmations/', as: 'staff' },
  {
    operation: 'POST /exec/user/settings/{user_id}/',
    given: seller,
    body: { can_trade_trx: true },
    as: 'staff',
  },
]
