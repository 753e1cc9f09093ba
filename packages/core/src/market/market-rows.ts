import type { Ad, Dispute, DisputeEntry, Offer, OfferMessage, Profile } from '@souk/contract'
import { type Ctx, isStaff, viewerId } from '../context.ts'
import { isoTime } from '../iso-time.ts'

const timeOrNull = (moment: string | null) => moment && isoTime(moment)

/** A row of `profile_view`. */
export interface ProfileRow {
  readonly id: number
  readonly uuid: string
  readonly email: string | null
  readonly lastLogin: string | null
  readonly isStaff: boolean
  readonly isActive: boolean
  readonly fullname: string | null
  readonly displayName: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly positive: number
  readonly negative: number
}

/** `amara@example.com` → `a***@example.com` */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${[...email][0] ?? ''}***${email.slice(at)}`
}

/** A user as the caller may see him. */
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
    lastLogin: open ? timeOrNull(lastLogin) : null,
    email: open ? email : email && maskedEmail(email),
    isSuperuser: false,
    isBanned: !row.isActive,
    hasP2p: true,
    ...NOT_KEPT,
  }
}

/** What the documents know of a user and Souk does not keep. */
const NOT_KEPT = {
  emailVerified: false,
  phoneNumberVerified: false,
  countryVerified: false,
  googleId: null,
  facebookId: null,
  phoneNumber: null,
  twoFactorEnabled: false,
  twoFactorType: 'email',
  country: null,
  hasKyc: false,
  groups: [],
  userPermissions: [],
} satisfies Partial<Profile>

/** What the database function `ad_json` gives. */
export type AdRow = Omit<Ad, 'user' | 'feePercent'>
/** What `ad_shown` gives. */
export type AdShownRow = AdRow & { readonly user: ProfileRow }

export function adWithoutUser(row: AdRow): AdRow {
  return {
    ...row,
    tradeStartedAt: timeOrNull(row.tradeStartedAt),
    tradeCompletedAt: timeOrNull(row.tradeCompletedAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

export function adOf(ctx: Ctx, { user, ...row }: AdShownRow): Ad {
  return { ...adWithoutUser(row), user: profileOf(ctx, user), feePercent: ctx.settings.feePercent }
}

/** A row of `offer_view`, from a plain select or as JSON out of a database function. */
export type OfferRow = Offer

export function offerOf(row: OfferRow): Offer {
  return {
    ...row,
    expiresAt: isoTime(row.expiresAt),
    paidAt: timeOrNull(row.paidAt),
    releasedAt: timeOrNull(row.releasedAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

export function offerMessageOf(row: OfferMessage): OfferMessage {
  return { ...row, createdAt: isoTime(row.createdAt) }
}

/** A row of `dispute_view`. */
export function disputeOf(row: Dispute): Dispute {
  return {
    ...row,
    answerBy: isoTime(row.answerBy),
    answeredAt: timeOrNull(row.answeredAt),
    escalatedAt: timeOrNull(row.escalatedAt),
    resolvedAt: timeOrNull(row.resolvedAt),
    createdAt: isoTime(row.createdAt),
  }
}

/** A row of `dispute_entry_view`. */
export function disputeEntryOf(row: DisputeEntry): DisputeEntry {
  return { ...row, createdAt: isoTime(row.createdAt) }
}
