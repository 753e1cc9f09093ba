/**
 * One SQL statement. Outside a transaction it is prepared once per connection under its name; `Row`
 * is what it returns.
 */
export interface Statement<Row extends object> {
  readonly name: string
  readonly text: string
  /**
   * Milliseconds after which, outside a transaction, a connection that has not answered counts as
   * dead; without it, as long as the database has patience.
   */
  readonly within?: number | undefined
  /** Only carries the type. */
  readonly row?: Row
}

/** Bytes of a name that PostgreSQL keeps. */
const MAX_NAME = 63

const known = new Map<string, Statement<object>>()

/**
 * Names a statement. All of them are known, so that a test can have the database look at each; one
 * without a name (`''`) is not, and is never prepared.
 * @throws Error when the name stands for another statement, or is too long for PostgreSQL to tell it
 *   from others: connections would mix them up
 */
export function statement<Row extends object>(
  name: string,
  text: string,
  within?: number,
): Statement<Row> {
  const other = known.get(name)
  if (other && other.text !== text) throw new Error(`two statements are named ${name}`)
  if (Buffer.byteLength(name) > MAX_NAME) throw new Error(`too long for a name: ${name}`)
  const made = { name, text, within }
  if (name !== '') known.set(name, made)
  return made
}

/** Every statement that has been named so far. */
export function statements(): readonly Statement<object>[] {
  return [...known.values()]
}

/** Says what a database function returns. */
export function row<Row extends object>(): { readonly row?: Row } {
  return {}
}

/** A database function with the parameters it is called with, as the code names them. */
export interface DbFunction<Parameter extends string, Row extends object> extends Statement<Row> {
  readonly parameters: readonly Parameter[]
}

/**
 * A database function, to be called with its parameters by name: `feePercent` is `p_fee_percent`.
 * @param given what comes first, as SQL with the values `$1` to `$n`, and their number n
 */
export function dbFunction<const Parameter extends string, Row extends object>(
  name: string,
  parameters: readonly Parameter[],
  _returns: { readonly row?: Row },
  given: { readonly sql: string; readonly values: number } = { sql: '', values: 0 },
): DbFunction<Parameter, Row> {
  const named = parameters.map((parameter, i) => `${inSql(parameter)} => $${given.values + i + 1}`)
  const passed = [...(given.sql ? [given.sql] : []), ...named].join(', ')
  return { ...statement<Row>(`call ${name}`, `select * from ${name}(${passed})`), parameters }
}

function inSql(parameter: string): string {
  return `p_${parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
}

/** The values of a call, by the names of its parameters. */
export type Values<Parameter extends string> = Readonly<Record<Parameter, unknown>>

/** The values in the order in which the statement takes them. */
export function valuesOf<Parameter extends string>(
  { parameters }: DbFunction<Parameter, object>,
  values: Values<Parameter>,
): unknown[] {
  return parameters.map((parameter) => values[parameter])
}
