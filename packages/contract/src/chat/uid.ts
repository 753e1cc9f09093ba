import { z } from 'zod'
import { isStorable } from '../fields.ts'

/** Whom somebody writes with: what is no id at all is nobody’s, and refused like one. */
export function uid() {
  return z
    .union([z.string(), z.number()], 'must be the id of a user')
    .transform((given) => {
      const uid = String(given).toLowerCase()
      return isStorable(uid) ? uid : ''
    })
    .describe('The other user: their UUID, or their user number.')
}
