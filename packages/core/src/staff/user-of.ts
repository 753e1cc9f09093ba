import { SoukError, type UserBrief } from '@souk/contract'

/** What the database's `user_briefs` says of a user. */
export type BriefRow = Pick<
  UserBrief,
  'id' | 'uuid' | 'username' | 'email' | 'firstName' | 'lastName'
>

/** What Souk does not keep of a person yet. */
export const NOT_KEPT = {
  phoneNumber: null,
  hasKyc: false,
  twoFactorEnabled: false,
  twoFactorType: 'email',
} as const

export function briefOf(row: BriefRow): UserBrief {
  return { ...row, ...NOT_KEPT }
}

export function unknownUser(): SoukError {
  return new SoukError('NOT_FOUND', 'User not found')
}
