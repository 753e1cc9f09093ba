/**
 * Everything anybody may try with a ticket, cell by cell: → the next state, or the refusal. Written
 * down by hand, so that a slip in the rules does not excuse itself.
 */
export const TICKET_MATRIX = `
action  role  | OPEN         | IN_PROGRESS  | RESOLVED     | CLOSED
write   owner | →OPEN        | →IN_PROGRESS | too_late     | too_late
write   staff | →IN_PROGRESS | →IN_PROGRESS | too_late     | too_late
write   other | hidden       | hidden       | hidden       | hidden
reopen  owner | not_yours    | not_yours    | not_yours    | not_yours
reopen  staff | →OPEN        | →OPEN        | →OPEN        | →OPEN
reopen  other | hidden       | hidden       | hidden       | hidden
start   owner | not_yours    | not_yours    | not_yours    | not_yours
start   staff | →IN_PROGRESS | →IN_PROGRESS | →IN_PROGRESS | too_late
start   other | hidden       | hidden       | hidden       | hidden
resolve owner | not_yours    | not_yours    | not_yours    | not_yours
resolve staff | →RESOLVED    | →RESOLVED    | →RESOLVED    | too_late
resolve other | hidden       | hidden       | hidden       | hidden
close   owner | →CLOSED      | →CLOSED      | →CLOSED      | →CLOSED
close   staff | →CLOSED      | →CLOSED      | →CLOSED      | →CLOSED
close   other | hidden       | hidden       | hidden       | hidden
edit    owner | not_yours    | not_yours    | not_yours    | not_yours
edit    staff | →OPEN        | →IN_PROGRESS | →RESOLVED    | →CLOSED
edit    other | hidden       | hidden       | hidden       | hidden
`
