import { z } from 'zod'

/** Whom somebody writes with: what is no id at all is nobody’s, and refused like one. */
export function uid() {
  return z
    .union([z.string(), z.number()], 'must be the id of a user')
    .transform((given) => String(given).toLowerCase())
    .describe('The other user: their UUID, or their user number.')
}
