import type { Page, Seller, SellerSort, SortOrder } from '@souk/contract'
import { categoryKey } from '../../category-leads.ts'
import type { Given } from '../../conditions.ts'
import type { Ctx } from '../../context.ts'
import type { ListParts } from '../../page-statements.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import {
  conditionsOf,
  countedIn,
  inEveryOrder,
  inOrder,
  orderOf,
  type Rows,
  type Sorting,
  searchedIn,
} from '../listing.ts'
import { searchQuery } from '../words.ts'
import { type SellerRow, sellerOf } from './seller-of.ts'

export interface SellerFilter extends Paging {
  readonly category?: string | undefined
  readonly search?: string | undefined
  readonly verifiedOnly: boolean
  readonly sortBy: SellerSort
  readonly sortOrder: SortOrder
}

const FILTERS = {
  category: 'p.category_leads @> array[$category]',
  search: 'p.search @@ $search::tsquery',
  verified: 'p.is_verified',
}
type Filter = keyof typeof FILTERS

const NOT_BANNED = 'not exists (select from users u where u.id = p.user_id and not u.is_active)'

const id = { name: 'id', sql: 'p.id', type: 'bigint' }
const count = (name: string) => ({ name, sql: `p.${name}`, type: 'bigint' })
const amount = (name: string) => ({ name, sql: `p.${name}`, type: 'numeric' })

const SORTINGS: Readonly<Record<SellerSort, Sorting>> = {
  rating: { columns: [amount('rating'), count('review_count'), id] },
  sales: { columns: [count('total_sales'), id] },
  products: { columns: [count('product_count'), id] },
  revenue: { columns: [amount('total_revenue'), id] },
  joined: { columns: [id] },
  reviews: { columns: [count('review_count'), id] },
}

const NEWEST = { columns: [id] }

function rowsOf(
  given: Given<Filter>,
  sorting: Sorting,
  direction: SortOrder,
): Omit<ListParts, 'show' | 'order'> {
  const { search, verified, ...others } = given
  const rows: Rows = {
    from: 'sellers p',
    base: verified ? [verified] : [],
    conditions: [NOT_BANNED, ...conditionsOf(others)],
  }
  if (search) {
    const wanted = { fits: search, sought: [search] }
    return { ...searchedIn(rows, wanted, sorting, direction), counted: countedIn(rows, wanted) }
  }
  const { branches } = inOrder(rows, NEWEST, 'desc')
  return {
    ...inOrder(rows, sorting, direction),
    counted: { branches, order: ['id desc'] },
  }
}

const listBy = (sort: SellerSort, direction: SortOrder) => {
  const sorting = SORTINGS[sort]
  return pagedList<SellerRow, Filter>(`sellers ${sort} ${direction}`, FILTERS, (given) => {
    const { first, ...rows } = rowsOf(given, sorting, direction)
    return {
      ...rows,
      // How many sellers are in the category decides where they are best looked for.
      ...(first && !given.category && { first }),
      order: orderOf(sorting, direction),
      show: 'seller_view.* from page join seller_view on seller_view.id = page.id',
    }
  })
}

const listIn = inEveryOrder(SORTINGS, listBy)

/** Everybody who sells, but those who were banned. */
export async function listSellers(ctx: Ctx, filter: SellerFilter): Promise<Page<Seller>> {
  const { category, search, verifiedOnly, sortBy, sortOrder } = filter
  const values = {
    category: category && categoryKey(category),
    search: searchQuery(search),
    verified: verifiedOnly || undefined,
  }
  return readPage(ctx, listIn(sortBy, sortOrder), values, filter, (row) => sellerOf(ctx, row))
}
