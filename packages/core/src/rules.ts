/** A row of a transition table: who may take which action from which state, and where it leads. */
interface Transition {
  readonly action: string
  readonly from: string
  readonly by: string
  readonly to: string
}

/** The same rule for each of these roles, from each of these states. */
export function rules<
  const Action extends string,
  const By extends string,
  const From extends string,
  const Outcome extends Pick<Transition, 'to'>,
>(action: Action, by: readonly By[], from: readonly From[], outcome: Outcome) {
  return by.flatMap((role) => from.map((state) => ({ action, from: state, by: role, ...outcome })))
}

/** Looks rules up in a transition table by their action. */
export const rulesOf =
  <Rule extends Transition>(table: readonly Rule[]) =>
  (action: Rule['action']): readonly Rule[] =>
    table.filter((rule) => rule.action === action)

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
