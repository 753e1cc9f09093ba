import { MAX_PER_PAGE, type SortOrder } from '@souk/contract'
import { type Given, stepsAfter, where } from '../pages.ts'

/** Matches that are found by the index of words and sorted; of more, rows are read in order. */
const FEW = 2000
/** One more than a page shows. */
const MOST = MAX_PER_PAGE + 1
/** Enough for the total, which is counted so far. */
const COUNTED = 10_000

/** What a list is sorted by, column by column, all in the same direction. */
export interface Sorting {
  readonly columns: readonly Column[]
  /** The tables that have them; of the list's own table unless said. */
  readonly from?: string
}
interface Column {
  readonly name: string
  readonly sql: string
  readonly type: string
}

/** The order of a list. */
export function orderOf({ columns }: Sorting, direction: SortOrder): string[] {
  return columns.map(({ name }) => directed(name, direction))
}

/** The same as the table has it. */
function tableOrder({ columns }: Sorting, direction: SortOrder): string[] {
  return columns.map(({ sql }) => directed(sql, direction))
}

const directed = (key: string, direction: SortOrder) => (direction === 'desc' ? `${key} desc` : key)

const selected = ({ columns }: Sorting) => columns.map(({ name, sql }) => `${sql} as ${name}`)

/** Conditions for what comes after the cursor, in parts that have no row in common. */
function steps(sorting: Sorting, direction: SortOrder): string[] {
  const values = sorting.columns.map(({ name, type }) => `$after_${name}::${type}`)
  return stepsAfter(tableOrder(sorting, direction), values)
}

/** A list whose rows an index gives in their order, whatever else is asked of them. */
export function inOrder(sorting: Sorting, from: string, ...conditions: readonly string[]): string {
  return `select ${selected(sorting)} from ${sorting.from ?? from} ${where({}, ...conditions)}`
}

/** Rows that have the words looked for. */
export interface Sought {
  readonly from: string
  /** With the index of words. */
  readonly found: string
  /** The same so that no index is used. */
  readonly has: string
  readonly conditions: readonly string[]
}

/**
 * The branches of a list in which words are looked for: where few rows have them, the index of words
 * finds these, and they are sorted; else rows are read in order until there are enough with them. Left
 * alone, PostgreSQL would choose by how many it supposes there are: of words that it has not seen yet,
 * and in plans for any words, it knows nothing.
 */
export function searchedIn(sought: Sought, sorting: Sorting, direction: SortOrder) {
  return {
    branches: [searched(sought, sorting, direction, '$limit::int + $offset::int', '')],
    continued: steps(sorting, direction).map((step) =>
      searched(sought, sorting, direction, `${MOST}`, step),
    ),
  }
}

function searched(
  { from, found, has, conditions }: Sought,
  sorting: Sorting,
  direction: SortOrder,
  most: string,
  step: string,
): string {
  const tables = sorting.from ?? from
  const after = step === '' ? [] : [step]
  const names = sorting.columns.map(({ name }) => name)
  const order = tableOrder(sorting, direction)
  const afterFew = step === '' ? '' : `and ${step}`
  return `select ${names} from (
    with few as materialized (
      select p.id from ${from} ${where({}, found, ...conditions)} limit ${FEW + 1})
    (select ${selected(sorting)} from ${tables}
      where (select count(*) from few) <= ${FEW} and p.id in (select id from few) ${afterFew})
    union all
    (select ${selected(sorting)} from ${tables}
      ${where({}, `(select count(*) from few) > ${FEW}`, has, ...conditions, ...after)}
      order by ${order} limit ${most})) found`
}

/** The same to be counted, in no order. */
export function countedIn({ from, found, conditions }: Sought) {
  const rows = `select p.id from ${from} ${where({}, found, ...conditions)} limit ${COUNTED}`
  return { branches: [`select id from (${rows}) few`], order: ['id'] }
}

/** Groups that are read one by one, each by the index that has its rows in order. */
export interface Groups {
  /** Tables and conditions that give the groups as `c`. */
  readonly groups: string
  readonly from: string
  readonly conditions: readonly string[]
}

/** The branches of a list of some groups: of none is more read than the page needs. */
export function groupwise(groups: Groups, sorting: Sorting, direction: SortOrder) {
  return {
    branches: [grouped(groups, sorting, direction, '$limit::int + $offset::int')],
    continued: steps(sorting, direction).map((step) =>
      grouped(groups, sorting, direction, `${MOST}`, step),
    ),
  }
}

function grouped(
  { groups, from, conditions }: Groups,
  sorting: Sorting,
  direction: SortOrder,
  most: string,
  ...after: readonly string[]
): string {
  return `select few.* from ${groups}, lateral (
    select ${selected(sorting)} from ${from} ${where({}, ...conditions, ...after)}
     order by ${tableOrder(sorting, direction)} limit ${most}) few`
}

/** The same to be counted. */
export function countedGroups(groups: Groups, id: Sorting) {
  return { branches: [grouped(groups, id, 'desc', `${COUNTED}`)], order: ['id desc'] }
}

/** All conditions of the filters that are given. */
export function conditionsOf(given: Given<string>): string[] {
  return Object.values<string | undefined>(given).filter((condition) => condition !== undefined)
}
