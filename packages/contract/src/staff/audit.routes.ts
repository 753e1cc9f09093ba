import { z } from 'zod'
import { query } from '../define.ts'
import { line, pageFields, pageOf } from '../fields.ts'
import { AuditEntry } from './audit.ts'
import { userRef } from './user.ts'

export const audit = {
  list: query({
    access: 'staff',
    summary: 'List what staff did, newest first',
    description: 'Written by the transaction that did it, and never changed or deleted.',
    input: z.object({
      staffId: userRef().optional().describe('Only what this member did.'),
      action: line(1, 100).optional().describe('Only this, such as `coin.enabled`.'),
      subject: line(1, 200).optional().describe('Only what was done to this, such as `coin:ltc`.'),
      ...pageFields(),
    }),
    output: pageOf(AuditEntry),
    rest: [{ method: 'GET', path: '/exec/audit/', dialect: 'entity' }],
  }),
}
