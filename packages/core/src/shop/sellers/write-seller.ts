import { fieldRefused, type NewSeller } from '@souk/contract'
import { statement } from '@souk/database'
import { looksLikeHouse, undressedLooksOf } from '../../accounts/looks.ts'
import { categoryLeads } from '../../category-leads.ts'
import type { Ctx } from '../../context.ts'
import { searchVector } from '../words.ts'

/** What follows from the words of a seller's profile. */
export function derivedOf({
  storeName,
  category,
  description,
}: Pick<NewSeller, 'storeName' | 'category' | 'description'>) {
  return {
    categoryLeads: categoryLeads(category),
    looks: undressedLooksOf(storeName),
    search: searchVector([storeName, category, description]),
  }
}

const findVerified = statement<{ alike: boolean }>(
  'verified-store-alike',
  `select exists (select from sellers
                   where is_verified and looks && $1::text[] and user_id <> $2) as alike`,
)

/**
 * Refuses names by which others could take a store for the house's own, or for one that staff have
 * verified. Any others may be alike: none of them has a name to lose yet.
 * @throws VALIDATION_FAILED
 */
export async function refuseBorrowedStoreName(
  ctx: Ctx,
  owner: number,
  storeName: string,
): Promise<void> {
  if (looksLikeHouse(storeName)) {
    throw fieldRefused('storeName', 'must not look like a name of Souk or its staff')
  }
  const [found] = await ctx.db.query(findVerified, [undressedLooksOf(storeName), owner])
  if (found?.alike) throw fieldRefused('storeName', 'must not look like that of a verified store')
}

/** Stores that are looked at in one go. */
const BATCH = 1000

const findUnknown = statement<{ id: number; storeName: string }>(
  'stores-without-looks',
  `select id, store_name as "storeName" from sellers
    where is_verified and looks is null order by id limit $1`,
)

const noteLooks = statement<object>(
  'note-looks-of-store',
  'update sellers set looks = $3 where id = $1 and store_name = $2 and looks is null',
)

/** Finds out what the names of verified stores look like that were chosen before that was asked. */
export async function noteLooksOfStores(ctx: Ctx): Promise<void> {
  for (const { id, storeName } of await ctx.db.query(findUnknown, [BATCH])) {
    await ctx.db.query(noteLooks, [id, storeName, undressedLooksOf(storeName)])
  }
}
