import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { id, pageFields, pageOf, text } from '../fields.ts'
import { userRef } from '../staff/user.ts'
import { DISPUTE_STATUSES, Dispute, DisputeEntry, DisputeFile } from './dispute.ts'

export const disputes = {
  get: query({
    access: 'user',
    summary: 'Show the dispute of an offer with its evidence',
    description: "For the offer's two sides and staff; notes are shown to staff alone.",
    input: z.object({ offerId: id() }),
    output: DisputeFile,
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/p2p/offer/{offer_id}/dispute/', dialect: 'entity' }],
  }),
  state: mutation({
    access: 'user',
    summary: 'State one’s case in a dispute',
    description: "The offer's two sides and staff, while it is disputed.",
    input: z.object({ offerId: id(), statement: text(1, 4000).describe('One’s side of it.') }),
    output: DisputeEntry,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/p2p/offer/{offer_id}/dispute/statements/',
        dialect: 'entity',
        message: 'Statement added',
        statuses: { NOT_FOUND: 400 },
      },
    ],
  }),
  list: query({
    access: 'staff',
    summary: 'List disputes, newest first',
    description:
      'That of the newest offer first; those that are over too, unless a status is asked for.',
    input: z.object({
      status: z.enum(DISPUTE_STATUSES).optional().describe('Only disputes that stand so.'),
      ...pageFields(),
    }),
    output: pageOf(Dispute),
    rest: [{ method: 'GET', path: '/exec/disputes/', dialect: 'entity' }],
  }),
  assign: mutation({
    access: 'staff',
    summary: 'Give a dispute to a member of staff',
    description: 'Who then looks after it. Nobody looks after their own, nor one that is resolved.',
    input: z.object({ id: id(), userId: userRef().optional().describe('Oneself unless given.') }),
    output: Dispute,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/exec/disputes/{id}/assign/',
        dialect: 'entity',
        message: 'Dispute assigned',
      },
    ],
  }),
  note: mutation({
    access: 'staff',
    summary: 'Add a note to a dispute',
    description: 'Its two sides do not see it.',
    input: z.object({ id: id(), note: text(1, 4000).describe('For staff alone.') }),
    output: DisputeEntry,
    errors: ['NOT_FOUND', 'NOT_A_PARTY'],
    rest: [
      {
        method: 'POST',
        path: '/exec/disputes/{id}/notes/',
        dialect: 'entity',
        message: 'Note added',
      },
    ],
  }),
}
