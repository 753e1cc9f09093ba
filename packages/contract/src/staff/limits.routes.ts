import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { coin, pageFields, pageOf } from '../fields.ts'
import { awaitsConfirmation } from './confirmation.ts'
import { Limit, NewLimit } from './limit.ts'
import { userRef } from './user.ts'

type Pending = { readonly awaitsConfirmation?: true | undefined }

export const limits = {
  list: query({
    access: 'staff',
    summary: 'List how large a deal may be',
    description:
      'First those of coins, for everybody and for one user; where there is none, any deal that can be paid may be made.',
    input: z.object({
      coin: coin().optional(),
      userId: userRef().optional().describe('Only those of this user.'),
      ...pageFields(),
    }),
    output: pageOf(Limit),
    rest: [{ method: 'GET', path: '/exec/limits/', dialect: 'entity' }],
  }),
  set: mutation({
    access: 'staff',
    summary: 'Set or remove a limit',
    description:
      'For a coin, for everybody or for one user; or for a way of paying, in a national currency. ' +
      'That of a member of staff binds when a second member makes the same call within a day.',
    input: NewLimit,
    output: Limit.extend({ awaitsConfirmation: awaitsConfirmation() }),
    errors: ['NOT_FOUND'],
    rest: [
      {
        method: 'PUT',
        path: '/exec/limits/',
        dialect: 'entity',
        message: ({ awaitsConfirmation }: Pending) =>
          awaitsConfirmation
            ? 'Limit awaits confirmation by another member of staff'
            : 'Limit updated successfully',
      },
    ],
  }),
}
