import { MAX_LISTED, MAX_PER_PAGE, type Page } from '@souk/contract'
import { type Statement, statement } from '@souk/database'
import type { Ctx } from './context.ts'
import { cursorAfter, positionOf } from './cursor.ts'

/** Which page of a list is asked for. */
export interface Paging {
  readonly page: number
  readonly perPage: number
  /** What the page before gave; without it, pages are counted. */
  readonly cursor?: string | undefined
}

/** Where rows come from, in SQL; `$name` stands for the value of that name. */
export interface Branches {
  /**
   * Each is `select … from … where …`, with an index that gives its rows in order; none has a row of
   * another. Of each, no more is read than the page needs.
   */
  readonly branches: readonly string[]
  /**
   * The columns of the branches by which the list is sorted: `column` or `column desc`. None is ever
   * null, and together they tell each row from every other, for a cursor stands between two rows.
   */
  readonly order: readonly string[]
}

/** How a list is read. */
export interface ListParts extends Branches {
  /** Rows to count instead: as many, and quicker to read. */
  readonly counted?: Branches
  /**
   * The branches after a cursor, where an index gives them otherwise than by the list's columns: they
   * compare with `$after_<column>` themselves.
   */
  readonly continued?: readonly string[]
  /**
   * The branches of the first page, where the same indexes give them best whatever the values are: none
   * of their limits is a value, and so PostgreSQL sees that it need not plan them anew for each page,
   * which would take it longer than reading them.
   */
  readonly first?: readonly string[]
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

/** A row with its place in the list: what it is sorted by, as text that PostgreSQL reads again. */
type Keyed<Row> = Row & { readonly placed: readonly string[] }

interface PageStatements<Row extends object> {
  /** The first page, where it has a statement of its own. */
  readonly first?: NamedStatement<Keyed<Row>>
  /** A page by its number. */
  readonly list: NamedStatement<Keyed<Row>>
  /** A page after a cursor. */
  readonly next: NamedStatement<Keyed<Row>>
  /** What it calls the place of the cursor, column by column. */
  readonly place: readonly string[]
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

/** One more than is shown: whether there is a next page. */
const MOST = MAX_PER_PAGE + 1

function pageStatements<Row extends object>(name: string, parts: ListParts): PageStatements<Row> {
  const { order, show, counted = parts, continued, first } = parts
  const keys = order.map((key) => `to_json(page.${columnOf(key)}) #>> '{}'`)
  // The constant limits tell the planner how few rows a page has.
  const pageFrom = (rows: string, offset: string) => `with page as (
      select * from (select * from (${rows}) every
                      order by ${order} limit $limit ${offset}) few limit ${MOST})
    select json_build_array(${keys}) as placed, ${show}
     order by ${order.map((column) => `page.${column}`)}`
  const fromStart = (branches: readonly string[]) =>
    namedStatement<Keyed<Row>>(
      `${name} first`,
      pageFrom(upTo(String(MOST), { branches, order }), ''),
    )
  const next = { branches: continued ?? after(parts), order }
  const count = `select count(*) as total
    from (select from (${upTo(String(MAX_LISTED), counted)}) every limit ${MAX_LISTED}) listed`
  return {
    ...(first && { first: fromStart(first) }),
    list: namedStatement(
      `${name} list`,
      pageFrom(upTo('$limit::int + $offset::int', parts), 'offset $offset'),
    ),
    next: namedStatement(`${name} next`, pageFrom(upTo(String(MOST), next), '')),
    place: order.map(afterOf),
    count: namedStatement(`${name} count`, count),
  }
}

/** In their order also where they are only counted: else it is not their indexes that are read. */
function upTo(most: string, { branches, order }: Branches): string {
  return branches.map((branch) => `(${branch} order by ${order} limit ${most})`).join(' union all ')
}

/** The branches after the cursor. */
function after({ branches, order }: Branches): string[] {
  return branches.flatMap((branch) =>
    stepsAfter(order).map((step) => `select * from (${branch}) found where ${step}`),
  )
}

/**
 * What comes after a place in an order, in parts that have no row in common: equal in the first columns
 * and after it in the next. Each part is one range of an index, however far down the list it is,
 * whichever way each column is sorted.
 * @param values what the columns are compared with, if not with the cursor's own
 */
export function stepsAfter(
  order: readonly string[],
  values: readonly string[] = order.map((key) => `$${afterOf(key)}`),
): string[] {
  const step = (last: number) =>
    order
      .slice(0, last + 1)
      .map((key, i) => {
        const sign = i < last ? '=' : isDescending(key) ? '<' : '>'
        return `${columnOf(key)} ${sign} ${values[i]}`
      })
      .join(' and ')
  return order.map((_, i) => step(i)).reverse()
}

const isDescending = (key: string) => key.endsWith(' desc')
const columnOf = (key: string) => key.replace(/ desc$/, '')
const afterOf = (key: string) => `after_${columnOf(key)}`

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
 * @param values of the filters, not given where null or undefined, and of what else makes the list:
 *   a cursor is of one list with the same values only
 * @param moment of what else its statements name
 * @param known how many there are, where that need not be counted
 * @throws VALIDATION_FAILED when the cursor is none of this list
 */
export async function readPage<Row extends object, Filter extends string, Item>(
  ctx: Ctx,
  { name, filters, statements }: PagedList<Row, Filter>,
  values: Readonly<Record<Filter, unknown>> & Readonly<Record<string, unknown>>,
  { page, perPage, cursor }: Paging,
  show: (row: Row) => Item,
  moment: Readonly<Record<string, unknown>> = {},
  known?: number,
): Promise<Page<Item>> {
  const chosen = statements.get(choiceOf(filters, values))
  if (!chosen) throw new Error(`${name} knows nothing of ${choiceOf(filters, values)}`)
  const { first, list, next, place, count } = chosen
  const listed = `${name} ${JSON.stringify(values)}`
  const all: Record<string, unknown> = { ...values, ...moment, limit: perPage + 1 }
  const rows =
    cursor === undefined
      ? await pageAt((page - 1) * perPage)
      : await pageAfter(positionOf(ctx.settings, listed, cursor))
  const shown = rows.slice(0, perPage)
  const last = rows.length > perPage ? shown.at(-1) : undefined
  const total = known ?? (await countAll())
  return {
    // Without what places it, a row is what the list's own statement selects; no type can say so of any Row.
    items: shown.map(({ placed: _, ...row }) => show(row as unknown as Row)),
    page,
    perPage,
    total,
    ...(last && { nextCursor: cursorAfter(ctx.settings, listed, last.placed) }),
  }

  function countAll(): Promise<number> {
    const counted = count.values.map((value) => all[value])
    return ctx.counts.total(
      `${count.name} ${JSON.stringify(counted)}`,
      async () => (await ctx.db.query(count, counted))[0]?.total ?? 0,
    )
  }

  async function pageAt(offset: number) {
    if (offset === 0 && first) return read(first, {})
    return offset < MAX_LISTED ? read(list, { offset }) : []
  }

  function pageAfter(position: readonly string[]) {
    return read(next, Object.fromEntries(place.map((column, i) => [column, position[i]])))
  }

  function read(statement: NamedStatement<Keyed<Row>>, more: Readonly<Record<string, unknown>>) {
    return ctx.db.query(
      statement,
      statement.values.map((value) => ({ ...all, ...more })[value]),
    )
  }
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
