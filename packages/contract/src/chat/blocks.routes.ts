import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { pageFields, pageOf } from '../fields.ts'
import { BlockedUser, BlockedUserInDocument4 } from './message.ts'
import { uid } from './uid.ts'

const at = (method: 'POST' | 'DELETE', message: string): RestRoute => ({
  method,
  path: '/chat/blocks/{uid}/',
  dialect: 'entity',
  message,
  refusals: { NOT_FOUND: 'User not found' },
})

/** Whom the caller wants to hear nothing from. Neither of the two can write to the other. */
export const blocks = {
  list: query({
    access: 'user',
    quota: 'chat',
    summary: 'List whom the caller has blocked, newest first',
    description: 'Who has blocked the caller is told to nobody.',
    input: z.object(pageFields()),
    output: pageOf(BlockedUser),
    rest: [
      {
        method: 'GET',
        path: '/chat/blocks/',
        dialect: 'entity',
        view: pageOf(BlockedUserInDocument4),
      },
    ],
  }),
  add: mutation({
    access: 'user',
    summary: 'Block a user',
    description: 'They are not told. What was written stays readable for both.',
    input: z.object({ uid: uid() }),
    output: z.null(),
    errors: ['NOT_FOUND'],
    rest: [at('POST', 'User blocked')],
  }),
  remove: mutation({
    access: 'user',
    summary: 'Unblock a user',
    description: 'The two can write to each other again, unless they have blocked the caller too.',
    input: z.object({ uid: uid() }),
    output: z.null(),
    errors: ['NOT_FOUND'],
    rest: [at('DELETE', 'User unblocked')],
  }),
}
