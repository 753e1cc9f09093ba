import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { prefixedId } from '../fields.ts'
import { anyCase } from '../shop/filters.ts'
import { REACTIONS, Reaction } from './reaction.ts'

const at = (
  method: RestRoute['method'],
  more: Omit<RestRoute, 'method' | 'path' | 'dialect'> = {},
  rest: '' | `/${string}` = '',
): RestRoute => ({
  method,
  path: `/api/v1/chats/messages/{message_id}/reactions${rest}`,
  dialect: 'rooms',
  // What its clients know as an unknown reaction.
  statuses: { VALIDATION_FAILED: 422 },
  ...more,
})

const message = z.object({ messageId: prefixedId('message') })
const reaction = message.extend({ reactionType: anyCase(REACTIONS).describe('In either case.') })

/** What the two of a room say of a message without a word. */
export const reactions = {
  list: query({
    access: 'user',
    quota: 'chat',
    summary: 'List the reactions to a message',
    description: 'For the two of its room. One entry a sort, and which of them are the caller’s.',
    input: message,
    output: z.array(Reaction),
    errors: ['NOT_A_PARTY'],
    rest: [at('GET')],
  }),
  add: mutation({
    access: 'user',
    summary: 'React to a message',
    description: 'The same reaction counts once. Answers with all there are.',
    input: reaction,
    output: z.array(Reaction),
    errors: ['NOT_A_PARTY', 'FORBIDDEN'],
    rest: [at('POST', { status: 201 })],
  }),
  remove: mutation({
    access: 'user',
    summary: 'Take a reaction back',
    description: 'Answers with all that are left; REST answers with nothing.',
    input: reaction,
    output: z.array(Reaction),
    errors: ['NOT_A_PARTY'],
    rest: [at('DELETE', { status: 204, view: z.null() }, '/{reaction_type}')],
  }),
}
