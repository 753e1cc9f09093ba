import { z } from 'zod'
import { query } from '../define.ts'
import { line, pageFields, pageOf } from '../fields.ts'
import { AuditEntry } from './audit.ts'
import { userRef } from './user.ts'

export const audit = {
  list: query({
    access: 'staff',
    summary: 'List what staff did, newest first',
    input: z.object({
      staffId: userRef().optional(),
      action: line(1, 100).optional(),
      subject: line(1, 200).optional(),
      ...pageFields(),
    }),
    output: pageOf(AuditEntry),
    rest: [{ method: 'GET', path: '/exec/audit/', dialect: 'entity' }],
  }),
}
