import type { Seller } from '@souk/contract'
import type { Ctx } from '../../context.ts'
import { isoTime } from '../../iso-time.ts'
import { isOnline } from '../../presence/presence.ts'
import { showAmount } from '../../show-amount.ts'

/** A row of `seller_view`. */
export type SellerRow = Omit<Seller, 'isOnline' | 'user' | 'count'> & {
  readonly username: string
  readonly avatar: string | null
  readonly isVerified: boolean
  readonly products: number
  readonly seenAt: string | null
}

export function sellerOf(ctx: Ctx, row: SellerRow): Seller {
  const { username, avatar, isVerified, products, seenAt, ...known } = row
  return {
    ...known,
    totalRevenue: showAmount(row.totalRevenue),
    joinedAt: isoTime(row.joinedAt),
    updatedAt: isoTime(row.updatedAt),
    isOnline: isOnline(seenAt, ctx.clock()),
    user: { username, avatar, isVerified },
    count: { products },
  }
}
