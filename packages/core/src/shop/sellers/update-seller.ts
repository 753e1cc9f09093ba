import { LockMode } from '@mikro-orm/core'
import { type Seller, type SellerChange, SoukError } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { ShopSeller } from '../entities.ts'
import { sellerNotFound } from '../refusals.ts'
import { findSeller } from './get-seller.ts'
import { derivedOf, refuseBorrowedStoreName } from './write-seller.ts'

/**
 * Changes what is given of the caller's seller profile.
 * @throws NOT_FOUND; FORBIDDEN when it is another's; VALIDATION_FAILED for a name like the house's own or a
 *   verified store's
 */
export async function updateSeller(
  ctx: Ctx,
  { id, ...change }: SellerChange & { id: number },
): Promise<Seller> {
  const { userId } = signedIn(ctx)
  if (change.storeName !== undefined) {
    await refuseBorrowedStoreName(ctx, userId, change.storeName)
  }
  await ctx.db.transaction(async (db) => {
    const seller = await db.em.findOne(
      ShopSeller,
      { id },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    )
    if (!seller) throw sellerNotFound()
    if (seller.userId !== userId) {
      throw new SoukError('FORBIDDEN', 'Unauthorized to change this profile: it is another’s')
    }
    const given = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined))
    db.em.assign(seller, { ...given, updatedAt: ctx.clock() })
    db.em.assign(seller, derivedOf(seller))
    await db.em.flush()
  })
  return findSeller(ctx, id)
}
