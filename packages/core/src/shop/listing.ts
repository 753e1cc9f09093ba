import { MAX_LISTED, MAX_PER_PAGE, type SortOrder } from '@souk/contract'
import { type Given, where } from '../conditions.ts'

/** Rows that are looked through for what is wanted, before another index is asked for it. */
const NEAR = 4000
/** One more than a page shows. */
const MOST = `${MAX_PER_PAGE + 1}`
/** What a page by its number needs. */
const NUMBERED = '($limit::int + $offset::int)'
/** So many for each row that a page far down the list needs: what one word in fifteen rows has. */
const NEAR_EACH = 15

interface Column {
  readonly name: string
  readonly sql: string
  readonly type: string
}

/** What a list is sorted by, column by column, all in the same direction. */
export interface Sorting {
  readonly columns: readonly Column[]
  /** Where another table has the first of them: which, how rows are found from there, and how many. */
  readonly joined?: { readonly from: string; readonly on: string; readonly first: number }
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
function afterCursor({ columns, joined }: Sorting, direction: SortOrder): After {
  const sign = direction === 'desc' ? '<' : '>'
  const beyond = (keys: readonly Column[], sign: string) =>
    `(${keys.map(({ sql }) => sql)}) ${sign} (${keys.map(({ name, type }) => `$after_${name}::${type}`)})`
  const joining = joined ? [beyond(columns.slice(0, joined.first), `${sign}=`)] : []
  return { joining, rows: [beyond(columns, sign)] }
}

/** Where a page begins. */
interface After {
  /** Said of the joined table alone too, whose index it is a range of. */
  readonly joining: readonly string[]
  readonly rows: readonly string[]
}
const START: After = { joining: [], rows: [] }

/** The rows of a list: of which table, and what is true of all of them. */
export interface Rows {
  readonly from: string
  /** What the index that has them in order is to be told of. */
  readonly base: readonly string[]
  readonly conditions: readonly string[]
}

/**
 * `from … where …` that an index has in order. With each row of a joined table come no more of the list's own
 * than are needed, for PostgreSQL sorts all that come with one.
 */
function inIndexOrder(
  { from }: Rows,
  { sorting, direction, most, after }: Pick<Part, 'sorting' | 'direction' | 'most' | 'after'>,
  conditions: readonly string[],
): string {
  const { joined, columns } = sorting
  if (!joined) return `${from} ${where({}, ...conditions, ...after.rows)}`
  const own = { columns: columns.slice(joined.first) }
  return `${joined.from} cross join lateral (
    select * from ${from} ${where({}, joined.on, ...conditions, ...after.rows)}
     order by ${tableOrder(own, direction)} limit ${most}) p ${where({}, ...after.joining)}`
}

/** The branches of a list whose rows an index has in their order. */
export function inOrder(rows: Rows, sorting: Sorting, direction: SortOrder) {
  const conditions = [...rows.base, ...rows.conditions]
  const branch = (most: string, after = START) =>
    `select ${selected(sorting)} from ${inIndexOrder(rows, { sorting, direction, most, after }, conditions)}`
  return {
    first: [branch(MOST)],
    branches: [branch(NUMBERED)],
    continued: [branch(MOST, afterCursor(sorting, direction))],
  }
}

/** What is looked for, among rows near the beginning of a list, and in all there are. */
export interface Wanted {
  /** Whether a row is one. */
  readonly fits: string
  /** What an index of its own finds them by, with as much as that knows of what else is asked. */
  readonly sought: readonly string[]
}

/**
 * The branches of a list of rows that no index has in its order, such as those with some words: they are
 * looked for among the first rows, as a page is soon full of what many have; and where that is not
 * enough, by the index of their own, which has few then. Left alone, PostgreSQL would choose by how many
 * it supposes there are: of words that it has not seen yet, and in plans for any words, it knows nothing.
 */
export function searchedIn(rows: Rows, wanted: Wanted, sorting: Sorting, direction: SortOrder) {
  const onePage = { near: `${NEAR}`, most: MOST, enough: '$limit::int' }
  const numbered = {
    near: `greatest(${NEAR}, ${NEAR_EACH} * ${NUMBERED})`,
    most: NUMBERED,
    enough: NUMBERED,
  }
  const branch = (reach: Reach, after = START) =>
    searched(rows, wanted, { sorting, direction, ...reach, after })
  const start = { sorting, direction, ...onePage, after: START }
  return {
    first: [near(rows, wanted, start)],
    further: [`select * from (${far(rows, wanted, start, [])}) far`],
    branches: [branch(numbered)],
    continued: [branch(onePage, afterCursor(sorting, direction))],
  }
}

/** How far is looked, in SQL. */
interface Reach {
  /** How many rows are near. */
  readonly near: string
  /** What is taken at most. */
  readonly most: string
  /** With how many there is no need to look further. */
  readonly enough: string
}

interface Part extends Reach {
  readonly sorting: Sorting
  readonly direction: SortOrder
  readonly after: After
}

function searched(rows: Rows, wanted: Wanted, part: Part): string {
  const { sorting, direction, most, enough } = part
  const names = sorting.columns.map(({ name }) => name)
  const isFull = (sign: string) => `(select count(*) from near) ${sign} ${enough}`
  return `select ${names} from (
    with near as materialized (${near(rows, wanted, part)})
    (select ${names} from near where ${isFull('>=')})
    union all
    (select ${names} from (${far(rows, wanted, part, [isFull('<')])}) far
      order by ${orderOf(sorting, direction)} limit ${most})) found`
}

/**
 * Those that fit among the first rows, as many as are enough. They are numbered rather than limited: PostgreSQL
 * stops at the number all the same, and does not suppose that a plan for it in particular would be better.
 */
function near({ base, conditions, ...rows }: Rows, { fits }: Wanted, part: Part): string {
  const { sorting, direction, near, enough, after } = part
  const names = sorting.columns.map(({ name }) => name)
  const ordered = { sorting, direction, most: near, after }
  return `select ${names} from (
    select ${names}, row_number() over (order by ${orderOf(sorting, direction)}) as nth from (
      select ${selected(sorting)}, ${[fits, ...conditions].join(' and ')} as fits
        from ${inIndexOrder({ base, conditions, ...rows }, ordered, base)}
       order by ${tableOrder(sorting, direction)} limit ${near}) looked_at
     where fits) fitting
   where nth <= ${enough}`
}

/** All that an index of its own finds, in no order. */
function far(
  rows: Rows,
  { sought }: Wanted,
  { sorting, after }: Pick<Part, 'sorting' | 'after'>,
  more: readonly string[],
): string {
  const { joined } = sorting
  const all = found(rows, sought)
  const tables = joined ? `${joined.from} join ${all} on ${joined.on}` : all
  const asked = [...more, ...rows.base, ...rows.conditions, ...after.joining, ...after.rows]
  return `select ${selected(sorting)} from ${tables} ${where({}, ...asked)} offset 0`
}

/** The rows of a table that an index finds; what else is asked of them is not to choose another. */
function found({ from }: Rows, sought: readonly string[]): string {
  return `(select * from ${from} ${where({}, ...sought)} offset 0) p`
}

/** The same to be counted, in no order. */
export function countedIn(rows: Rows, { sought }: Wanted) {
  const { base, conditions } = rows
  const few = `select p.id from ${found(rows, sought)} ${where({}, ...base, ...conditions)} limit ${MAX_LISTED}`
  return { branches: [`select id from (${few}) few`], order: ['id'] }
}

/**
 * The branches of a list of some groups, each of which an index has in order: of none is more read than
 * the page needs.
 * @param groups a table of them
 */
export function groupwise(groups: string, rows: Rows, sorting: Sorting, direction: SortOrder) {
  const branch = (most: string, after = START) => `select few.* from ${groups}, lateral (
    select ${selected(sorting)} from ${rows.from}
     ${where({}, ...rows.base, ...rows.conditions, ...after.rows)}
     order by ${tableOrder(sorting, direction)} limit ${most}) few`
  return {
    first: [branch(MOST)],
    branches: [branch(NUMBERED)],
    continued: [branch(MOST, afterCursor(sorting, direction))],
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

/** A list for each of its sortings, either way: which one, is asked for by name. */
export function inEveryOrder<Sort extends string, List>(
  sortings: Readonly<Record<Sort, Sorting>>,
  listBy: (sort: Sort, direction: SortOrder) => List,
): (sort: Sort, direction: SortOrder) => List {
  const sorts = Object.keys(sortings) as Sort[] // a record has no others
  const lists = new Map(
    sorts.map((sort) => [sort, { asc: listBy(sort, 'asc'), desc: listBy(sort, 'desc') }]),
  )
  return (sort, direction) => {
    const list = lists.get(sort)?.[direction]
    if (!list) throw new Error(`no list is sorted by ${sort}`)
    return list
  }
}

/** All conditions of the filters that are given. */
export function conditionsOf(given: Given<string>): string[] {
  return Object.values<string | undefined>(given).filter((condition) => condition !== undefined)
}
