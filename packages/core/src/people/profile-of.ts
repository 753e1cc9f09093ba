import type { Profile } from '@souk/contract'
import { type Ctx, isStaff, viewerId } from '../context.ts'
import { isoTime, isoTimeOrNull } from '../iso-time.ts'
import { maskedEmail } from './masked-email.ts'
import { NOT_KEPT_IN_FULL } from './not-kept.ts'
import { twoFactorOf } from './two-factor-of.ts'

/** A row of `profile_view`. */
export interface ProfileRow {
  readonly id: number
  readonly uuid: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly lastLogin: string | null
  readonly isStaff: boolean
  readonly isActive: boolean
  readonly twoFactorEnabled: boolean
  readonly fullname: string | null
  readonly displayName: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly positive: number
  readonly negative: number
}

/** A user as the caller may see them. */
export function profileOf(ctx: Ctx, row: ProfileRow): Profile {
  const { positive, negative, email, lastLogin, ...known } = row
  const open = isStaff(ctx) || viewerId(ctx) === row.id
  const all = positive + negative
  return {
    ...known,
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
    ratings: {
      positiveFeedbackCount: positive,
      negativeFeedbackCount: negative,
      averageRating: all === 0 ? 0 : Math.round((50 * positive) / all) / 10,
    },
    lastLogin: open ? isoTimeOrNull(lastLogin) : null,
    email: open ? email : email && maskedEmail(email),
    isBanned: !row.isActive,
    hasP2p: true,
    countryVerified: false,
    googleId: null,
    facebookId: null,
    ...NOT_KEPT_IN_FULL,
    ...twoFactorOf(row.twoFactorEnabled),
  }
}
