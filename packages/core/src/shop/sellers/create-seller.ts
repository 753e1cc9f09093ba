import { type NewSeller, type Seller, SoukError } from '@souk/contract'
import { sqlState } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { ShopSeller } from '../entities.ts'
import { findSeller } from './get-seller.ts'
import { derivedOf, refuseBorrowedStoreName } from './write-seller.ts'

/**
 * Makes the caller a seller.
 * @throws CONFLICT when they are one; VALIDATION_FAILED for a name like the house's own or a verified store's
 */
export async function createSeller(ctx: Ctx, input: NewSeller): Promise<Seller> {
  const { userId } = signedIn(ctx)
  await refuseBorrowedStoreName(ctx, userId, input.storeName)
  const now = ctx.clock()
  try {
    const id = await ctx.db.transaction(async (db) => {
      const seller = db.em.create(ShopSeller, {
        ...input,
        ...derivedOf(input),
        userId,
        responseTime: input.responseTime ?? null,
        joinedAt: now,
        updatedAt: now,
      })
      await db.em.flush()
      return seller.id
    })
    return await findSeller(ctx, id)
  } catch (error) {
    if (sqlState(error) !== '23505') throw error
    throw new SoukError('CONFLICT', 'Seller profile already exists', { cause: error })
  }
}
