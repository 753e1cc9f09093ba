import { type BuyerRequest, type Page, REQUEST_STATUSES, type RequestStatus } from '@souk/contract'
import { where } from '../conditions.ts'
import { type Ctx, signedIn } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import {
  conditionsOf,
  countedIn,
  inOrder,
  type Rows,
  type Sorting,
  searchedIn,
} from '../shop/listing.ts'
import { searchQuery } from '../shop/words.ts'
import { listedRequestOf, type RequestRow } from './request-of.ts'

interface ListFilter extends Paging {
  readonly status?: RequestStatus | undefined
}

const SHOWN = `p.status <> 'DELETED'`
const NOT_BANNED = 'not exists (select from users u where u.id = p.user_id and not u.is_active)'
const WORDS = `(p.search || array_to_tsvector(array['@' || p.status]))`

/** Of those that are written as open, few are past their time: as many as wait for their job. */
const FILTERS = {
  search: 'p.search @@ $search::tsquery',
  status: Object.fromEntries(REQUEST_STATUSES.map((status) => [status, `p.status = '${status}'`])),
  current: 'p.expires_at > $now',
}

const NEWEST: Sorting = { columns: [{ name: 'id', sql: 'p.id', type: 'bigint' }] }
const SHOW = 'request_view.* from page join request_view on request_view.id = page.id'

const all = pagedList<RequestRow, keyof typeof FILTERS>('requests', FILTERS, (given) => {
  const { search, status, ...others } = given
  const rows: Rows = {
    from: 'requests p',
    base: [status ?? SHOWN],
    conditions: [NOT_BANNED, ...conditionsOf(others)],
  }
  const parts = { order: ['id desc'], show: SHOW }
  if (!search) return { ...parts, ...inOrder(rows, NEWEST, 'desc') }
  const wanted = { fits: search, sought: [SHOWN, `${WORDS} @@ $sought::tsquery`] }
  return { ...parts, ...searchedIn(rows, wanted, NEWEST, 'desc'), counted: countedIn(rows, wanted) }
})

/** A tsquery for what it says, among those of one status alone. */
const ofStatus = (query: string, status: RequestStatus) => `'@${status}' & ${query}`

/** What people look for, newest first, but those who were banned. */
export function listRequests(
  ctx: Ctx,
  { search, status, ...paging }: ListFilter & { search?: string | undefined },
): Promise<Page<BuyerRequest>> {
  const words = searchQuery(search)
  const filter = {
    search: words,
    status,
    current: status === 'OPEN' || undefined,
    sought: words && status ? ofStatus(words, status) : words,
  }
  return readPage(ctx, all, filter, paging, (row) => listedRequestOf(ctx, row), {
    now: ctx.clock(),
  })
}

const OWN_FILTERS = { status: FILTERS.status, current: FILTERS.current }

const own = pagedList<RequestRow, keyof typeof OWN_FILTERS>(
  'own-requests',
  OWN_FILTERS,
  (given) => ({
    branches: [
      `select id from requests p ${where(given, 'p.user_id = $me', ...(given.status ? [] : [SHOWN]))}`,
    ],
    order: ['id desc'],
    show: SHOW,
  }),
)

/** The caller's requests, newest first. */
export function listOwnRequests(
  ctx: Ctx,
  { status, ...paging }: ListFilter,
): Promise<Page<BuyerRequest>> {
  const filter = { me: signedIn(ctx).userId, status, current: status === 'OPEN' || undefined }
  return readPage(ctx, own, filter, paging, (row) => listedRequestOf(ctx, row), {
    now: ctx.clock(),
  })
}
