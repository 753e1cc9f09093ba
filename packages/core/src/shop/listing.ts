import { MAX_LISTED, MAX_PER_PAGE, type SortOrder } from '@souk/contract'
import { type Given, where } from '../pages.ts'

/** Rows that are looked through for what is wanted, before another index is asked for it. */
const NEAR = 4000
/** One more than a page shows. */
const MOST = `${MAX_PER_PAGE + 1}`
/** What a page by its number needs. */
const NUMBERED = '($limit::int + $offset::int)'

interface Column {
  readonly name: string
  readonly sql: string
  readonly type: string
}

/** What a list is sorted by, column by column, all in the same direction. */
export interface Sorting {
  readonly columns: readonly Column[]
  /** Where other tables have some of them: all tables, and how many columns the first of these has. */
  readonly joined?: { readonly from: string; readonly first: number }
}

/** The order of a list. */
export function orderOf({ columns }: Sorting, direction: SortOrder): string[] {
  return columns.map(({ name }) => directed(name, direction))
}

/** The same as the tables have it. */
function tableOrder({ columns }: Sorting, direction: SortOrder): string[] {
  return columns.map(({ sql }) => directed(sql, direction))
}

const directed = (key: string, direction: SortOrder) => (direction === 'desc' ? `${key} desc` : key)

const selected = ({ columns }: Sorting) => columns.map(({ name, sql }) => `${sql} as ${name}`)

/** What comes after the cursor: sorted all in one direction, it is one range of an index. */
function afterCursor({ columns, joined }: Sorting, direction: SortOrder): string[] {
  const sign = direction === 'desc' ? '<' : '>'
  const beyond = (keys: readonly Column[], sign: string) =>
    `(${keys.map(({ sql }) => sql)}) ${sign} (${keys.map(({ name, type }) => `$after_${name}::${type}`)})`
  // Said of the first table alone too, whose index it is a range of.
  const first = joined ? [beyond(columns.slice(0, joined.first), `${sign}=`)] : []
  return [...first, beyond(columns, sign)]
}

/** The rows of a list: of which table, and what is true of all of them. */
export interface Rows {
  readonly from: string
  /** What the index that has them in order is to be told of. */
  readonly base: readonly string[]
  readonly conditions: readonly string[]
}

const tablesOf = ({ from }: Rows, { joined }: Sorting) => joined?.from ?? from

/** The branches of a list whose rows an index has in their order. */
export function inOrder(rows: Rows, sorting: Sorting, direction: SortOrder) {
  const branch = (...after: readonly string[]) =>
    `select ${selected(sorting)} from ${tablesOf(rows, sorting)}
      ${where({}, ...rows.base, ...rows.conditions, ...after)}`
  return {
    first: [branch()],
    branches: [branch()],
    continued: [branch(...afterCursor(sorting, direction))],
  }
}

/**
 * The branches of a list of rows that no index has in its order, such as those with some words: they are
 * looked for among the first rows, as a page is soon full of what many have; and where that is not
 * enough, by the index of their own, which has few then. Left alone, PostgreSQL would choose by how many
 * it supposes there are: of words that it has not seen yet, and in plans for any words, it knows nothing.
 */
export function searchedIn(rows: Rows, wanted: string, sorting: Sorting, direction: SortOrder) {
  const branch = (most: string, ...after: readonly string[]) =>
    searched(rows, wanted, { sorting, direction, most, after })
  return {
    first: [branch(MOST)],
    branches: [branch(NUMBERED)],
    continued: [branch(MOST, ...afterCursor(sorting, direction))],
  }
}

interface Part {
  readonly sorting: Sorting
  readonly direction: SortOrder
  readonly most: string
  readonly after: readonly string[]
}

function searched(rows: Rows, wanted: string, { sorting, direction, most, after }: Part): string {
  const { base, conditions } = rows
  const tables = tablesOf(rows, sorting)
  const names = sorting.columns.map(({ name }) => name)
  const order = orderOf(sorting, direction)
  return `select ${names} from (
    with near as materialized (
      select ${names} from (
        select ${selected(sorting)}, ${[wanted, ...conditions].join(' and ')} as fits
          from ${tables} ${where({}, ...base, ...after)}
         order by ${tableOrder(sorting, direction)} limit ${NEAR}) looked_at
       where fits order by ${order} limit ${most})
    (select ${names} from near where (select count(*) from near) >= ${most})
    union all
    (select ${names} from (
       select ${selected(sorting)} from ${tables}
        ${where({}, `(select count(*) from near) < ${most}`, wanted, ...base, ...conditions, ...after)}
       offset 0) far
      order by ${order} limit ${most})) found`
}

/** The same to be counted, in no order. */
export function countedIn({ from, base, conditions }: Rows, words: string) {
  const rows = `select p.id from ${from} ${where({}, words, ...base, ...conditions)} limit ${MAX_LISTED}`
  return { branches: [`select id from (${rows}) few`], order: ['id'] }
}

/**
 * The branches of a list of some groups, each of which an index has in order: of none is more read than
 * the page needs.
 * @param groups a table of them
 */
export function groupwise(groups: string, rows: Rows, sorting: Sorting, direction: SortOrder) {
  const branch = (
    most: string,
    ...after: readonly string[]
  ) => `select few.* from ${groups}, lateral (
    select ${selected(sorting)} from ${rows.from}
     ${where({}, ...rows.base, ...rows.conditions, ...after)}
     order by ${tableOrder(sorting, direction)} limit ${most}) few`
  return {
    first: [branch(MOST)],
    branches: [branch(NUMBERED)],
    continued: [branch(MOST, ...afterCursor(sorting, direction))],
    counted: (id: Sorting) => ({
      branches: [
        `select few.* from ${groups}, lateral (
    select ${selected(id)} from ${rows.from} ${where({}, ...rows.base, ...rows.conditions)}
     order by p.id desc limit ${MAX_LISTED}) few`,
      ],
      order: ['id desc'],
    }),
  }
}

/** All conditions of the filters that are given. */
export function conditionsOf(given: Given<string>): string[] {
  return Object.values<string | undefined>(given).filter((condition) => condition !== undefined)
}
