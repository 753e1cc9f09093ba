import type { Ad } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { isoTime, isoTimeOrNull } from '../../iso-time.ts'
import { type ProfileRow, profileOf } from '../../people/profile-of.ts'

/** What the database function `ad_json` gives. */
export type AdRow = Omit<Ad, 'user' | 'feePercent'>
/** What `ad_with_owner` gives. */
export type AdShownRow = AdRow & { readonly user: ProfileRow }

export function adWithoutUser(row: AdRow): AdRow {
  return {
    ...row,
    tradeStartedAt: isoTimeOrNull(row.tradeStartedAt),
    tradeCompletedAt: isoTimeOrNull(row.tradeCompletedAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

export function adOf(ctx: Ctx, { user, ...row }: AdShownRow): Ad {
  return { ...adWithoutUser(row), user: profileOf(ctx, user), feePercent: ctx.settings.feePercent }
}
