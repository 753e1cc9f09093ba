import type { UserSettings } from '@souk/contract'
import { type Statement, statement } from '@souk/database'
import { type BriefRow, briefOf } from '../people/brief-of.ts'

/** A right in the contract's words. */
export type Right = Exclude<keyof UserSettings, 'user' | 'isActive'>

/** The rights as `user_restrictions` names them; without a row there, one has the right. */
export const RIGHTS: Readonly<Record<Right, string>> = {
  canTradeBtc: 'trade:btc',
  canTradeLtc: 'trade:ltc',
  canTradeUsdt: 'trade:usdt',
  canTradeBnb: 'trade:bnb',
  canTradeEth: 'trade:eth',
  canTradeTrx: 'trade:trx',
  canWithdraw: 'withdraw',
  canDeposit: 'deposit',
  canTransfer: 'transfer',
}

export interface SettingsRow {
  readonly brief: BriefRow
  readonly isActive: boolean
  /** The rights that were taken. */
  readonly taken: readonly string[]
}

export const selectSettings: Statement<SettingsRow> = statement(
  'staff-settings',
  `select b.brief, u.is_active as "isActive",
          array(select what from user_restrictions where user_id = u.id) as taken
     from users u join user_brief_view b on b.user_id = u.id where u.id = find_user($1)`,
)

export function settingsOf({ brief, isActive, taken }: SettingsRow): UserSettings {
  const rights = Object.entries(RIGHTS).map(([right, what]) => [right, !taken.includes(what)])
  return {
    user: briefOf(brief),
    isActive,
    ...(Object.fromEntries(rights) as Record<Right, boolean>),
  }
}
