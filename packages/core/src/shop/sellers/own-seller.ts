import type { Db } from '@souk/database'
import { ShopSeller } from '../entities.ts'

/** The seller profile of a user, if they have one. */
export function findOwnSeller(db: Db, userId: number): Promise<ShopSeller | null> {
  return db.em.findOne(ShopSeller, { userId })
}
