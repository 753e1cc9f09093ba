/**
 * The rules of a transition table as a database function takes them: `when` each fits, as
 * 'status/role', and a list for each of the columns of what it brings about.
 */
export function rulesFor<
  Rule extends { readonly from: string; readonly by: string },
  Column extends keyof Rule,
>(rules: readonly Rule[], ...columns: Column[]): Record<'when' | Column, unknown[]> {
  const lists = columns.map((column) => [column, rules.map((rule) => rule[column])])
  return Object.fromEntries([['when', rules.map(({ from, by }) => `${from}/${by}`)], ...lists])
}
