/**
 * The rules of a transition table as a database function takes them: one array for each of the
 * columns, in the order in which they are named.
 */
export function ruleColumns<Rule, Column extends keyof Rule>(
  rules: readonly Rule[],
  ...columns: Column[]
): Rule[Column][][] {
  return columns.map((column) => rules.map((rule) => rule[column]))
}
