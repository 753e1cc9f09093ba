import type { Page, Product, ProductSort, SortOrder } from '@souk/contract'
import { categoryKey } from '../../category-leads.ts'
import type { Given } from '../../conditions.ts'
import type { Ctx } from '../../context.ts'
import type { ListParts } from '../../page-statements.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import {
  conditionsOf,
  countedIn,
  groupwise,
  inEveryOrder,
  inOrder,
  orderOf,
  type Rows,
  type Sorting,
  searchedIn,
} from '../listing.ts'
import { ofSeller, searchQuery, WITH_SELLER } from '../words.ts'
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

const SOUGHT = `${WITH_SELLER} @@ $sought::tsquery`
const ON_SALE = 'p.is_active'
const NOT_BANNED = 'not exists (select from users u where u.id = p.owner_id and not u.is_active)'

const id = { name: 'id', sql: 'p.id', type: 'bigint' }
const numeric = (name: string) => ({ name, sql: `p.${name}`, type: 'numeric' })
const count = (name: string) => ({ name, sql: `p.${name}`, type: 'bigint' })
const sellers = (name: string, column: string, type = 'bigint') => {
  return { name, sql: `s.${column}`, type }
}

/** By what their sellers have. */
function bySeller(...columns: Sorting['columns']): Sorting {
  const keys = [...columns, sellers('seller_id', 'id')]
  const joined = { from: 'sellers s', on: 'p.seller_id = s.id', first: keys.length }
  return { columns: [...keys, id], joined }
}

const SORTINGS: Readonly<Record<ProductSort, Sorting>> = {
  rating: { columns: [numeric('rating'), count('review_count'), id] },
  price: { columns: [numeric('price_btc'), id] },
  created: { columns: [id] },
  popularity: { columns: [count('sales_count'), id] },
  sellerRating: bySeller(
    sellers('seller_rating', 'rating', 'numeric'),
    sellers('seller_reviews', 'review_count'),
  ),
  sellerSales: bySeller(sellers('seller_sales', 'total_sales')),
}
const NEWEST = { columns: [id] }

const CATEGORIES = '(select key from product_categories where leads @> array[$category]) c'

function rowsOf(
  given: Given<Filter>,
  sorting: Sorting,
  direction: SortOrder,
): Omit<ListParts, 'show' | 'order'> {
  const { search, category, seller, ...others } = given
  const rows: Rows = {
    from: 'products p',
    base: seller ? [ON_SALE, seller] : [ON_SALE],
    conditions: [NOT_BANNED, ...conditionsOf(others)],
  }
  if (search) {
    // The category is among the words that are looked for; the seller is where they are sought.
    const wanted = { fits: search, sought: [ON_SALE, SOUGHT] }
    return { ...searchedIn(rows, wanted, sorting, direction), counted: countedIn(rows, wanted) }
  }
  if (!category) {
    const { branches } = inOrder(rows, NEWEST, 'desc')
    return {
      ...inOrder(rows, sorting, direction),
      counted: { branches, order: ['id desc'] },
    }
  }
  const ofEach = { ...rows, base: ['p.category_key = c.key', ...rows.base] }
  const { counted, ...inEach } = groupwise(CATEGORIES, ofEach, sorting, direction)
  // Of one seller, or in the order of their sellers, no index has them by category.
  const isApart = sorting.joined !== undefined || seller !== undefined
  const wanted = { fits: category, sought: [...rows.base, category] }
  const branches = isApart ? searchedIn(rows, wanted, sorting, direction) : inEach
  return { ...branches, counted: counted(NEWEST) }
}

const listBy = (sort: ProductSort, direction: SortOrder) => {
  const sorting = SORTINGS[sort]
  return pagedList<ProductRow, Filter>(`products ${sort} ${direction}`, FILTERS, (given) => {
    const { first, ...rows } = rowsOf(given, sorting, direction)
    return {
      ...rows,
      // In another order, how many products have such a price decides where they are best looked for; unless
      // they are sought by words, which goes near first in any case.
      ...(first && (!given.price || sort === 'price' || given.search) && { first }),
      order: orderOf(sorting, direction),
      show: 'product_view.* from page join product_view on product_view.id = page.id',
    }
  })
}

const listIn = inEveryOrder(SORTINGS, listBy)

/** What a list shows of each product, so that a page of a hundred stays one that can be read. */
const LISTED = { images: 3, characters: 500 }

/** A product in a list: its first images, and how its description begins. */
function listed(product: Product): Product {
  const { description, images } = product
  const letters = [...description.slice(0, 2 * LISTED.characters + 2)]
  return {
    ...product,
    description:
      letters.length > LISTED.characters
        ? `${letters.slice(0, LISTED.characters - 1).join('')}…`
        : description,
    images: images.slice(0, LISTED.images),
    specifications: [],
  }
}

/** More than anything costs. */
const ANY_PRICE = '1e12'

/** The products on sale. */
export async function listProducts(ctx: Ctx, filter: ProductFilter): Promise<Page<Product>> {
  const { category, search, minPrice, maxPrice, sellerId, sortBy, sortOrder } = filter
  const moment = { eurRate: await eurRate(ctx) }
  const key = category && categoryKey(category)
  const words = searchQuery(search, key)
  const isPriced = minPrice !== undefined || maxPrice !== undefined
  const values = {
    category: key,
    search: words,
    sought: words && sellerId !== undefined ? ofSeller(words, sellerId) : words,
    price: isPriced || undefined,
    seller: sellerId,
    least: minPrice ?? '0',
    most: maxPrice ?? ANY_PRICE,
  }
  return readPage(ctx, listIn(sortBy, sortOrder), values, filter, (row) =>
    listed(productOf(ctx, row, moment)),
  )
}
