import type { Page, Product, ProductSort, SortOrder } from '@souk/contract'
import { categoryKey } from '../../category-leads.ts'
import type { Ctx } from '../../context.ts'
import { type Given, type ListParts, type Paging, pagedList, readPage } from '../../pages.ts'
import {
  conditionsOf,
  countedGroups,
  countedIn,
  groupwise,
  inOrder,
  orderOf,
  type Sorting,
  searchedIn,
} from '../listing.ts'
import { searchQuery } from '../words.ts'
import { eurRate, type ProductRow, productOf } from './product-of.ts'

export interface ProductFilter extends Paging {
  readonly category?: string | undefined
  readonly search?: string | undefined
  readonly minPrice?: string | undefined
  readonly maxPrice?: string | undefined
  readonly sellerId?: number | undefined
  readonly sortBy: ProductSort
  readonly sortOrder: SortOrder
}

const FILTERS = {
  category:
    'p.category_key in (select key from product_categories where leads @> array[$category])',
  search: 'p.search @@ $search::tsquery',
  price: 'p.price_btc between $least::numeric and $most::numeric',
  seller: 'p.seller_id = $seller',
}
type Filter = keyof typeof FILTERS

/** Not deleted, and nobody's who was banned. */
const ON_SALE = [
  'p.is_active',
  'not exists (select from users u where u.id = p.owner_id and not u.is_active)',
]

const id = { name: 'id', sql: 'p.id', type: 'bigint' }
const column = (name: string, type: string) => ({ name, sql: `p.${name}`, type })
const ofSeller = (name: string, sql: string, type: string): Sorting => ({
  columns: [{ name, sql, type }, column('seller_id', 'bigint'), id],
  from: 'sellers s join products p on p.seller_id = s.id',
})

const SORTINGS: Readonly<Record<ProductSort, Sorting>> = {
  rating: { columns: [column('rating', 'numeric'), column('review_count', 'bigint'), id] },
  price: { columns: [column('price_btc', 'numeric'), id] },
  created: { columns: [id] },
  popularity: { columns: [column('sales_count', 'bigint'), id] },
  sellerRating: ofSeller('seller_rating', 's.rating', 'numeric'),
  sellerSales: ofSeller('seller_sales', 's.total_sales', 'bigint'),
}

const FROM = 'products p'

function rowsOf(
  given: Given<Filter>,
  sorting: Sorting,
  direction: SortOrder,
): Omit<ListParts, 'show' | 'order'> {
  const { search, category, ...others } = given
  if (search) {
    const conditions = [...ON_SALE, ...(category ? [category] : []), ...conditionsOf(others)]
    const sought = { from: FROM, found: search, has: `(${search}) is true`, conditions }
    return { ...searchedIn(sought, sorting, direction), counted: countedIn(sought) }
  }
  if (category) {
    const groups = {
      groups: '(select key from product_categories where leads @> array[$category]) c',
      from: FROM,
      conditions: ['p.category_key = c.key', ...ON_SALE, ...conditionsOf(others)],
    }
    const counted = countedGroups(groups, { columns: [id] })
    if (!sorting.from && !given.seller) {
      return { ...groupwise(groups, sorting, direction), counted }
    }
    return { branches: [inOrder(sorting, FROM, ...ON_SALE, ...conditionsOf(given))], counted }
  }
  return {
    branches: [inOrder(sorting, FROM, ...ON_SALE, ...conditionsOf(given))],
    counted: {
      branches: [inOrder({ columns: [id] }, FROM, ...ON_SALE, ...conditionsOf(given))],
      order: ['id desc'],
    },
  }
}

const listBy = (sort: ProductSort, direction: SortOrder) => {
  const sorting = SORTINGS[sort]
  return pagedList<ProductRow, Filter>(`products ${sort} ${direction}`, FILTERS, (given) => ({
    ...rowsOf(given, sorting, direction),
    order: orderOf(sorting, direction),
    show: 'product_view.* from page join product_view on product_view.id = page.id',
  }))
}

const SORTS = Object.keys(SORTINGS) as ProductSort[] // a record has no others
const lists = new Map(
  SORTS.flatMap((sort) =>
    (['asc', 'desc'] as const).map((way) => [`${sort} ${way}`, listBy(sort, way)] as const),
  ),
)

/** More than anything costs. */
const ANY_PRICE = '1e12'

/** The products on sale. */
export async function listProducts(ctx: Ctx, filter: ProductFilter): Promise<Page<Product>> {
  const { category, search, minPrice, maxPrice, sellerId, sortBy, sortOrder } = filter
  const list = lists.get(`${sortBy} ${sortOrder}`)
  if (!list) throw new Error(`no list is sorted by ${sortBy}`)
  const moment = { eurRate: await eurRate(ctx) }
  const isPriced = minPrice !== undefined || maxPrice !== undefined
  const values = {
    category: category && categoryKey(category),
    search: search && searchQuery(search),
    price: isPriced || undefined,
    seller: sellerId,
    least: minPrice ?? '0',
    most: maxPrice ?? ANY_PRICE,
  }
  return readPage(ctx, list, values, filter, (row) => productOf(ctx, row, moment))
}
