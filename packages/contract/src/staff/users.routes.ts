import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { line, pageFields, pageOf } from '../fields.ts'
import { awaitsConfirmation } from './confirmation.ts'
import {
  rights,
  UserForStaff,
  UserInDocument4,
  UserSettings,
  UserSettingsInDocument4,
  userRef,
} from './user.ts'

const ChangedSettingsInDocument4 = UserSettingsInDocument4.extend({
  awaitsConfirmation: awaitsConfirmation(),
})

export const users = {
  list: query({
    access: 'staff',
    summary: 'List users, oldest first',
    description: 'That somebody has looked, and for whom, is recorded in the audit log.',
    input: z.object({
      search: line(1, 200).optional().describe('A part of a name or an e-mail address.'),
      isActive: z.boolean().optional().describe('Only accounts that are switched on, or off.'),
      isStaff: z.boolean().optional().describe('Only members of staff, or only others.'),
      ...pageFields(),
    }),
    output: pageOf(UserForStaff),
    rest: [listing('POST'), listing('GET')],
  }),
}

export const settings = {
  get: query({
    access: 'staff',
    summary: 'Show what a user may do',
    description: 'Everything, until staff take something from them.',
    input: z.object({ userId: userRef() }),
    output: UserSettings,
    errors: ['NOT_FOUND'],
    rest: [
      {
        method: 'GET',
        path: '/exec/user/settings/{user_id}/',
        dialect: 'entity',
        view: UserSettingsInDocument4,
      },
    ],
  }),
  update: mutation({
    access: 'staff',
    summary: 'Change what a user may do',
    description:
      'Binds at once, on open sockets too. What is left out stays as it is. Changes to a member of staff, ' +
      'oneself included, bind when a second member makes the same call within a day.',
    input: z.object({ userId: userRef(), ...z.object(rights).partial().shape }),
    output: UserSettings.extend({ awaitsConfirmation: awaitsConfirmation() }),
    errors: ['NOT_FOUND'],
    rest: [changing('GET'), changing('PATCH'), changing('POST')],
  }),
}

function listing(method: 'GET' | 'POST'): RestRoute {
  return { method, path: '/auth/users/', dialect: 'entity', view: pageOf(UserInDocument4) }
}

type Changed = z.output<typeof settings.update.output>

function changing(method: 'GET' | 'PATCH' | 'POST'): RestRoute {
  return {
    method,
    path: '/exec/user/settings/{user_id}/',
    dialect: 'entity',
    message: ({ awaitsConfirmation }: Changed) =>
      awaitsConfirmation
        ? 'User settings await confirmation by another member of staff'
        : 'User settings updated successfully',
    view: ChangedSettingsInDocument4,
  }
}
