import { z } from 'zod'
import { query } from '../define.ts'
import { pageFields, pageOf } from '../fields.ts'
import { Confirmation } from './confirmation.ts'

export const confirmations = {
  list: query({
    access: 'staff',
    summary: 'List what a second member of staff must confirm, newest first',
    description: 'Another member confirms it by making the same call within a day.',
    input: z.object(pageFields()),
    output: pageOf(Confirmation),
    rest: [{ method: 'GET', path: '/exec/confirmations/', dialect: 'entity' }],
  }),
}
