import { MAX_LISTED, type Page } from '@souk/contract'
import { type Statement, statement } from '@souk/database'
import type { Ctx } from './context.ts'

/** The statements of a list that comes a page at a time. */
export interface PagedList<Row extends object> {
  readonly list: Statement<Row>
  readonly count: Statement<{ total: number }>
}

/**
 * Makes the statements of a list. Its filters are the values `$1` to `$n` of `from`, which is
 * everything from the word `from` to the last condition.
 */
export function pagedList<Row extends object>(
  name: string,
  parts: { columns: string; from: string; orderBy: string; filters: number },
): PagedList<Row> {
  const { columns, from, orderBy, filters } = parts
  return {
    list: statement(
      `${name}-list`,
      `select ${columns} ${from} order by ${orderBy} limit $${filters + 1} offset $${filters + 2}`,
    ),
    count: statement(
      `${name}-count`,
      `select count(*) as total from (select ${from} limit ${MAX_LISTED}) t`,
    ),
  }
}

/**
 * Makes the statements of a list of everything that fits one of several conditions, newest first,
 * with the filters `$1` to `$n`. Each condition has an index that gives its rows in this order: their
 * ids are read there, no more of them than the page needs, and only what is shown from the view.
 */
export function pagedBranches<Row extends object>(
  name: string,
  parts: {
    table: string
    view: string
    branches: readonly string[]
    where: string
    filters: number
  },
): PagedList<Row> {
  const { table, view, branches, where, filters } = parts
  const [limit, offset] = [`$${filters + 1}`, `$${filters + 2}`]
  const ids = (most: string) =>
    branches
      .map(
        (branch) =>
          `(select id from ${table} where ${branch} and ${where} order by id desc limit ${most})`,
      )
      .join(' union ')
  return {
    list: statement(
      `${name}-list`,
      `select v.* from (select id from (${ids(`${limit}::int + ${offset}::int`)}) every
                        order by id desc limit ${limit} offset ${offset}) ids
         join ${view} v on v.id = ids.id order by v.id desc`,
    ),
    count: statement(
      `${name}-count`,
      `select count(*) as total
         from (select from (${ids(String(MAX_LISTED))}) ids limit ${MAX_LISTED}) t`,
    ),
  }
}

/** One page of a list, with the total over all its pages. */
export async function readPage<Row extends object, Item>(
  ctx: Ctx,
  { list, count }: PagedList<Row>,
  filters: readonly unknown[],
  { page, perPage }: { page: number; perPage: number },
  show: (row: Row) => Item,
): Promise<Page<Item>> {
  const offset = (page - 1) * perPage
  const rows = offset < MAX_LISTED ? await ctx.db.query(list, [...filters, perPage, offset]) : []
  const total = await ctx.counts.total(`${count.name} ${JSON.stringify(filters)}`, async () => {
    const [counted] = await ctx.db.query(count, filters)
    return counted?.total ?? 0
  })
  return { items: rows.map(show), page, perPage, total }
}
