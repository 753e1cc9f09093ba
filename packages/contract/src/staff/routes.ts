import { audit } from './audit.routes.ts'
import { coins } from './coins.routes.ts'
import { confirmations } from './confirmations.routes.ts'
import { limits } from './limits.routes.ts'
import { deposits, transactions, withdrawals } from './money.routes.ts'
import { reports } from './reports.routes.ts'
import { twoFactor } from './two-factor.routes.ts'
import { settings, users } from './users.routes.ts'

/** Document 4, the part of staff; and what Souk adds for them. */
export const staff = {
  users,
  coins,
  settings,
  limits,
  transactions,
  deposits,
  withdrawals,
  audit,
  confirmations,
  twoFactor,
  reports,
}
