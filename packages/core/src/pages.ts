import { MAX_LISTED, type Page } from '@souk/contract'
import type { Given } from './conditions.ts'
import type { Ctx } from './context.ts'
import { cursorAfter, positionOf } from './cursor.ts'
import {
  type Keyed,
  type ListParts,
  type NamedStatement,
  type PageStatements,
  pageStatements,
} from './page-statements.ts'

/** Which page of a list is asked for. */
export interface Paging {
  readonly page: number
  readonly perPage: number
  /** What the page before gave; without it, pages are counted. */
  readonly cursor?: string | undefined
}

/** Filters as SQL: a condition on the value, `$filter`, or where each value has its own, all of them. */
type Filters<Filter extends string> = Readonly<
  Record<Filter, string | Readonly<Record<string, string>>>
>

/** A list that comes a page at a time. */
export interface PagedList<Row extends object, Filter extends string> {
  readonly name: string
  readonly filters: Filters<Filter>
  /** By the filters that are given. */
  readonly statements: ReadonlyMap<string, PageStatements<Row>>
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
  const { first, further, list, next, place, count } = chosen
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
    if (offset === 0 && first) return firstPage(first)
    return offset < MAX_LISTED ? read(list, { offset }) : []
  }

  async function firstPage(statement: NamedStatement<Keyed<Row>>) {
    const rows = await read(statement, {})
    return further && rows.length <= perPage ? read(further, {}) : rows
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
