import { SoukError, type UserBrief } from '@souk/contract'
import { NOT_KEPT } from './not-kept.ts'
import { twoFactorOf } from './two-factor-of.ts'

/** What the database's `user_brief_view` says of a user. */
export type BriefRow = Pick<
  UserBrief,
  'id' | 'uuid' | 'username' | 'email' | 'firstName' | 'lastName' | 'twoFactorEnabled'
>

export function briefOf(row: BriefRow): UserBrief {
  return { ...row, ...NOT_KEPT, ...twoFactorOf(row.twoFactorEnabled) }
}

export function unknownUser(): SoukError {
  return new SoukError('NOT_FOUND', 'User not found')
}
