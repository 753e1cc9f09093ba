import { LockMode } from '@mikro-orm/core'
import { SoukError } from '@souk/contract'
import type { Db } from '@souk/database'
import { ShopProduct } from '../entities.ts'
import { productNotFound } from '../refusals.ts'

/**
 * A product that its seller is about to change, locked.
 * @throws NOT_FOUND; FORBIDDEN when it is another's
 */
export async function ownProduct(db: Db, id: number, userId: number): Promise<ShopProduct> {
  const product = await db.em.findOne(
    ShopProduct,
    { id, isActive: true },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  if (!product) throw productNotFound()
  if (product.ownerId !== userId) {
    throw new SoukError('FORBIDDEN', 'Unauthorized to change this product: it is another seller’s')
  }
  return product
}
