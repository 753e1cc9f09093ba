import type { AccountType, OwnUser } from '@souk/contract'
import { User } from '../accounts/entities.ts'
import { type Ctx, signedIn } from '../context.ts'
import { findOwnSeller } from '../shop/sellers/own-seller.ts'

/**
 * A user as they see themself in the apps of document 5.
 * @param role as what they want to be shown; whoever has no store is a buyer
 */
export async function ownUser(
  ctx: Ctx,
  userId: number,
  role: AccountType | null | undefined,
): Promise<OwnUser> {
  const user = await ctx.db.em.findOneOrFail(User, userId)
  const store = await findOwnSeller(ctx.db, userId)
  const { id, email = null, username, avatar = null, isActive, twoFactorEnabled } = user
  return {
    id,
    email,
    username,
    avatar,
    emailVerified: email !== null && !user.emailUnverified,
    isBuyer: true,
    isSeller: store !== null,
    currentRole: store === null ? 'buyer' : (role ?? 'seller'),
    sellerAccount: store && {
      id: store.id,
      storeName: store.storeName,
      description: store.description,
    },
    isActive,
    twoFactorEnabled,
    createdAt: user.createdAt.toISOString(),
  }
}

/** The signed-in user. */
export const getProfile = (ctx: Ctx): Promise<OwnUser> => ownUser(ctx, signedIn(ctx).userId, null)
