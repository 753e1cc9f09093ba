import type { Product, ProductChange } from '@souk/contract'
import { categoryLeads } from '../../category-leads.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { noteCategory } from '../categories.ts'
import { findProduct } from './get-product.ts'
import { ownProduct } from './own-product.ts'
import { derivedOf } from './write-product.ts'

/**
 * Changes what is given of one of the caller's products.
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function updateProduct(
  ctx: Ctx,
  { id, ...change }: ProductChange & { id: number },
): Promise<Product> {
  const { userId } = signedIn(ctx)
  await ctx.db.transaction(async (db) => {
    const product = await ownProduct(db, id, userId)
    const given = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined))
    db.em.assign(product, { ...given, updatedAt: ctx.clock() })
    const isNamedAnew = ['name', 'description', 'tags', 'category'].some((name) => name in given)
    if (isNamedAnew) db.em.assign(product, derivedOf(product))
    await db.em.flush()
    await db.query(noteCategory, [product.categoryKey, categoryLeads(product.category)])
  })
  return findProduct(ctx, id)
}
