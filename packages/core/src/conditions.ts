/** The conditions of those filters that are given. */
export type Given<Filter extends string> = Readonly<Partial<Record<Filter, string>>>

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
