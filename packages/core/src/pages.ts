import { MAX_LISTED, MAX_PER_PAGE, type Page } from '@souk/contract'
import { type Statement, statement } from '@souk/database'
import type { Ctx } from './context.ts'

/** Where rows come from, in SQL; `$name` stands for the value of that name. */
export interface Branches {
  /**
   * Each is `select … from … where …`, with an index that gives its rows in order; none has a row of
   * another. Of each, no more is read than the page needs.
   */
  readonly branches: readonly string[]
  /** The columns of the branches by which the list is sorted. */
  readonly order: readonly string[]
}

/** How a list is read. */
export interface ListParts extends Branches {
  /** Rows to count instead: as many, and quicker to read. */
  readonly counted?: Branches
  /** What is shown of the rows of a `page` of the branches: `… from page join …`. */
  readonly show: string
}

/** Filters as SQL: a condition on the value, `$filter`, or where each value has its own, all of them. */
type Filters<Filter extends string> = Readonly<
  Record<Filter, string | Readonly<Record<string, string>>>
>

/** The conditions of those filters that are given. */
export type Given<Filter extends string> = Readonly<Partial<Record<Filter, string>>>

/** A list that comes a page at a time. */
export interface PagedList<Row extends object, Filter extends string> {
  readonly name: string
  readonly filters: Filters<Filter>
  /** By the filters that are given. */
  readonly statements: ReadonlyMap<string, PageStatements<Row>>
}

interface PageStatements<Row extends object> {
  readonly list: NamedStatement<Row>
  readonly count: NamedStatement<{ total: number }>
}

/**
 * Makes the statements of a list: those of each choice of its filters say nothing of the others, for
 * `$1 is null or …` would keep PostgreSQL from its indexes.
 */
export function pagedList<Row extends object, const Filter extends string>(
  name: string,
  filters: Filters<Filter>,
  partsOf: (given: Given<Filter>) => ListParts,
): PagedList<Row, Filter> {
  const statements = everyChoice(filters).map(({ chosen, given }) => {
    const choice = chosen.join(' ')
    return [choice, pageStatements<Row>([name, ...chosen].join(' '), partsOf(given))] as const
  })
  return { name, filters, statements: new Map(statements) }
}

interface Choice<Filter extends string> {
  readonly chosen: readonly string[]
  readonly given: Given<Filter>
}

function everyChoice<Filter extends string>(filters: Filters<Filter>): Choice<Filter>[] {
  const none = {} as Given<Filter> // the compiler cannot tell for any Filter
  let choices: Choice<Filter>[] = [{ chosen: [], given: none }]
  for (const filter in filters) {
    const sql = filters[filter]
    const ways =
      typeof sql === 'string'
        ? [[filter, sql]]
        : Object.entries(sql).map(([value, condition]) => [`${filter}=${value}`, condition])
    choices = choices.flatMap((choice) => [
      choice,
      ...ways.map(([way, condition]) => ({
        chosen: [...choice.chosen, `${way}`],
        given: { ...choice.given, [filter]: condition },
      })),
    ])
  }
  return choices
}

function pageStatements<Row extends object>(name: string, parts: ListParts): PageStatements<Row> {
  const { order, show, counted = parts } = parts
  // The constant limit tells the planner how few rows a page has.
  const list = `with page as (
      select * from (select * from (${upTo('$limit::int + $offset::int', parts)}) every
                      order by ${order} limit $limit offset $offset) few limit ${MAX_PER_PAGE})
    select ${show} order by ${order.map((column) => `page.${column}`)}`
  const count = `select count(*) as total
    from (select from (${upTo(String(MAX_LISTED), counted)}) every limit ${MAX_LISTED}) listed`
  return {
    list: namedStatement(`${name} list`, list),
    count: namedStatement(`${name} count`, count),
  }
}

/** In their order also where they are only counted: else it is not their indexes that are read. */
function upTo(most: string, { branches, order }: Branches): string {
  return branches.map((branch) => `(${branch} order by ${order} limit ${most})`).join(' union all ')
}

/** A statement whose values have names, in this order. */
interface NamedStatement<Row extends object> extends Statement<Row> {
  readonly values: readonly string[]
}

function namedStatement<Row extends object>(name: string, text: string): NamedStatement<Row> {
  const values: string[] = []
  const numbered = text.replace(/\$([a-z]\w*)/gi, (_, value: string) => {
    if (!values.includes(value)) values.push(value)
    return `$${values.indexOf(value) + 1}`
  })
  return { ...statement<Row>(name, numbered), values }
}

/** `where …`, of all filters that are given and these conditions. */
export function where(given: Given<string>, ...conditions: readonly string[]): string {
  const all = [...conditions, ...Object.values(given)]
  return all.length === 0 ? '' : `where ${all.join(' and ')}`
}

/** A condition for each of a column's values. */
export function each(column: string, values: readonly string[]): string[] {
  return values.map((value) => `${column} = '${value}'`)
}

/**
 * The conditions of branches for an index over columns of few values, and the order after them: it
 * has the order only where each of them is equal to one value. Those that are not given are taken
 * value by value.
 */
export function valueByValue<Column extends string>(
  given: Given<NoInfer<Column>>,
  columns: Readonly<Record<Column, readonly string[]>>,
): string[] {
  const names = Object.keys(columns) as Column[] // an object literal has no others
  const branches = names.reduce<string[][]>(
    (before, name) => {
      const conditions = given[name] ? [given[name]] : columns[name]
      return before.flatMap((branch) => conditions.map((condition) => [...branch, condition]))
    },
    [[]],
  )
  return branches.map((conditions) => conditions.join(' and '))
}

/**
 * One page of a list, with the total over all its pages.
 * @param values of the filters, not given where null or undefined, and of what else the list names
 */
export async function readPage<Row extends object, Filter extends string, Item>(
  ctx: Ctx,
  { name, filters, statements }: PagedList<Row, Filter>,
  values: Readonly<Record<Filter, unknown>> & Readonly<Record<string, unknown>>,
  { page, perPage }: { page: number; perPage: number },
  show: (row: Row) => Item,
): Promise<Page<Item>> {
  const chosen = statements.get(choiceOf(filters, values))
  if (!chosen) throw new Error(`${name} knows nothing of ${choiceOf(filters, values)}`)
  const { list, count } = chosen
  const offset = (page - 1) * perPage
  const all: Readonly<Record<string, unknown>> = { ...values, limit: perPage, offset }
  const rows =
    offset < MAX_LISTED
      ? await ctx.db.query(
          list,
          list.values.map((value) => all[value]),
        )
      : []
  const counted = count.values.map((value) => all[value])
  const total = await ctx.counts.total(`${count.name} ${JSON.stringify(counted)}`, async () => {
    const [found] = await ctx.db.query(count, counted)
    return found?.total ?? 0
  })
  return { items: rows.map(show), page, perPage, total }
}

function choiceOf<Filter extends string>(
  filters: Filters<Filter>,
  values: Readonly<Record<Filter, unknown>>,
): string {
  const chosen: string[] = []
  for (const filter in filters) {
    const value = values[filter] ?? undefined
    if (value !== undefined)
      chosen.push(typeof filters[filter] === 'string' ? filter : `${filter}=${value}`)
  }
  return chosen.join(' ')
}
