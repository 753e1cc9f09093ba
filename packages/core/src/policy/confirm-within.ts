/** Milliseconds within which a second member of staff must want the same; `is_confirmed` says so too. */
export const CONFIRM_WITHIN = 24 * 3_600_000
