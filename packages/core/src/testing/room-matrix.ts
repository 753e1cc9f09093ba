/**
 * Everything anybody may try with an offer in a room, cell by cell: → the next state, the same answer as
 * before (`again`), or the refusal. Written down by hand.
 */
export const ROOM_OFFER_MATRIX = `
action  role    | pending    | accepted    | rejected    | countered   | expired
accept  maker   | not_yours  | not_yours   | not_yours   | not_yours   | not_yours
accept  other   | →accepted  | again       | wrong_state | wrong_state | wrong_state
accept  staff   | no_access  | no_access   | no_access   | no_access   | no_access
accept  nobody  | no_access  | no_access   | no_access   | no_access   | no_access
reject  maker   | not_yours  | not_yours   | not_yours   | not_yours   | not_yours
reject  other   | →rejected  | wrong_state | again       | wrong_state | wrong_state
reject  staff   | no_access  | no_access   | no_access   | no_access   | no_access
reject  nobody  | no_access  | no_access   | no_access   | no_access   | no_access
counter maker   | not_yours  | not_yours   | not_yours   | not_yours   | not_yours
counter other   | →countered | wrong_state | wrong_state | again       | wrong_state
counter staff   | no_access  | no_access   | no_access   | no_access   | no_access
counter nobody  | no_access  | no_access   | no_access   | no_access   | no_access
`
