import { type NewProduct, type Product, SoukError } from '@souk/contract'
import { type Db, statement } from '@souk/database'
import { categoryLeads } from '../../category-leads.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { noteCategory } from '../categories.ts'
import { ShopProduct, type ShopSeller } from '../entities.ts'
import { findOwnSeller } from '../sellers/own-seller.ts'
import { findProduct } from './get-product.ts'
import { derivedOf } from './write-product.ts'

/** Products that a seller may have at a time. */
const MOST_PRODUCTS = 100_000

const takePlace = statement<object>(
  'product-take-place',
  `update sellers set product_count = product_count + 1
    where id = $1 and product_count < ${MOST_PRODUCTS} returning id`,
)

/**
 * Offers a product.
 * @throws FORBIDDEN without a seller profile; CONFLICT when its seller has too many
 */
export async function createProduct(ctx: Ctx, input: NewProduct): Promise<Product> {
  const { userId } = signedIn(ctx)
  const id = await ctx.db.transaction(async (db) => {
    const seller = await findOwnSeller(db, userId)
    if (!seller) throw new SoukError('FORBIDDEN', 'Offering products takes a seller profile')
    const [taken] = await db.query(takePlace, [seller.id])
    if (!taken) throw new SoukError('CONFLICT', `A seller may have ${MOST_PRODUCTS} products`)
    return insertProduct(db, seller, input, ctx.clock())
  })
  return findProduct(ctx, id)
}

async function insertProduct(db: Db, seller: ShopSeller, input: NewProduct, now: Date) {
  const product = db.em.create(ShopProduct, {
    ...input,
    ...derivedOf(input),
    sellerId: seller.id,
    ownerId: seller.userId,
    priceEur: input.priceEur ?? null,
    deliveryTime: input.deliveryTime ?? null,
    downloadUrl: input.downloadUrl ?? null,
    createdAt: now,
    updatedAt: now,
  })
  await db.em.flush()
  await db.query(noteCategory, [product.categoryKey, categoryLeads(input.category)])
  return product.id
}
