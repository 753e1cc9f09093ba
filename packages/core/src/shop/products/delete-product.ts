import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { ownProduct } from './own-product.ts'

const givePlaceBack = statement<object>(
  'product-give-place-back',
  'update sellers set product_count = product_count - 1 where id = $1',
)

/**
 * Hides one of the caller's products for good.
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function deleteProduct(ctx: Ctx, { id }: { id: number }): Promise<{ id: number }> {
  const { userId } = signedIn(ctx)
  await ctx.db.transaction(async (db) => {
    const product = await ownProduct(db, id, userId)
    db.em.assign(product, { isActive: false, updatedAt: ctx.clock() })
    await db.em.flush()
    await db.query(givePlaceBack, [product.sellerId])
  })
  return { id }
}
