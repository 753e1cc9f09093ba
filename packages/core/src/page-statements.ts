import { MAX_LISTED, MAX_PER_PAGE } from '@souk/contract'
import { type Statement, statement } from '@souk/database'

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
  /** The branches of the first page again, where those that are tried `first` have not filled it. */
  readonly further?: readonly string[]
  /** What is shown of the rows of a `page` of the branches: `… from page join …`. */
  readonly show: string
}

/** A row with its place in the list: what it is sorted by, as text that PostgreSQL reads again. */
export type Keyed<Row> = Row & { readonly placed: readonly string[] }

export interface PageStatements<Row extends object> {
  /** The first page, where it has a statement of its own. */
  readonly first?: NamedStatement<Keyed<Row>>
  /** The same where that has too few. */
  readonly further?: NamedStatement<Keyed<Row>>
  /** A page by its number. */
  readonly list: NamedStatement<Keyed<Row>>
  /** A page after a cursor. */
  readonly next: NamedStatement<Keyed<Row>>
  /** What it calls the place of the cursor, column by column. */
  readonly place: readonly string[]
  readonly count: NamedStatement<{ total: number }>
}

/** One more than is shown: whether there is a next page. */
const MOST = MAX_PER_PAGE + 1

export function pageStatements<Row extends object>(
  name: string,
  parts: ListParts,
): PageStatements<Row> {
  const { order, show, counted = parts, continued, first, further } = parts
  const keys = order.map((key) => `to_json(page.${columnOf(key)}) #>> '{}'`)
  // The constant limits tell the planner how few rows a page has.
  const pageFrom = (rows: string, offset: string) => `with page as (
      select * from (select * from (${rows}) every
                      order by ${order} limit $limit ${offset}) few limit ${MOST})
    select json_build_array(${keys}) as placed, ${show}
     order by ${order.map((column) => `page.${column}`)}`
  const fromStart = (which: string, branches: readonly string[]) =>
    namedStatement<Keyed<Row>>(
      `${name} ${which}`,
      pageFrom(upTo(String(MOST), { branches, order }), ''),
    )
  const next = { branches: continued ?? after(parts), order }
  const count = `select count(*) as total
    from (select from (${upTo(String(MAX_LISTED), counted)}) every limit ${MAX_LISTED}) listed`
  return {
    ...(first && { first: fromStart('first', first) }),
    ...(first && further && { further: fromStart('further', further) }),
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
export interface NamedStatement<Row extends object> extends Statement<Row> {
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
