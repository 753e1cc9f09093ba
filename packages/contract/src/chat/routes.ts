import { z } from 'zod'
import { mutation, query, type RestRoute, subscription } from '../define.ts'
import { id, lastEventId, line, pageFields, pageOf, text } from '../fields.ts'
import { READ_UP_TO } from '../read-mark.ts'
import { attachments } from './attachments.routes.ts'
import { blocks } from './blocks.routes.ts'
import { DirectEvent, TypingEvent } from './events.ts'
import { DirectMessage, DirectMessageInDocument4, Thread, ThreadInDocument4 } from './message.ts'
import { MessageReport } from './report.ts'
import { uid } from './uid.ts'

/** What document 4 says of somebody it does not know, in its own spelling. */
const refusals = { NOT_FOUND: 'Invalid receipient' }

const messagesOf = (method: 'GET' | 'POST', rest: '' | 'read/' | 'typing/'): RestRoute => ({
  method,
  path: `/chat/messages/{uid}/${rest}`,
  dialect: 'entity',
  refusals,
})

const ofMessage = (method: 'DELETE' | 'POST', rest: '' | 'report/'): RestRoute => ({
  method,
  path: `/chat/message/{id}/${rest}`,
  dialect: 'entity',
})

const clientId = line(1, 100)
  .optional()
  .describe(
    'A name of the client’s own: sent again under it, the message is stored once, and answered as it was.',
  )

const attachmentId = z
  .uuid()
  .optional()
  .describe('A file that `upload` has taken; with one, the message may be empty.')

/** Document 4, the part of direct chat. */
export const chat = {
  threads: query({
    access: 'user',
    quota: 'chat',
    summary: 'List the caller’s threads, latest activity first',
    description: 'A thread begins with its first message. Listing them marks nothing as seen.',
    input: z.object(pageFields()),
    output: pageOf(Thread),
    rest: [
      {
        method: 'GET',
        path: '/chat/get-user-threads/',
        dialect: 'entity',
        view: pageOf(ThreadInDocument4),
      },
    ],
  }),
  messages: query({
    access: 'user',
    quota: 'chat',
    summary: 'Read the conversation with a user, oldest first',
    description:
      'Page 1 ends with the newest message; `before` goes back from a message. What is read counts as seen by the caller, unless `mark_read` is false.',
    input: z.object({
      uid: uid(),
      before: id().optional().describe('Only messages before this one.'),
      markRead: z.boolean().default(true).describe('What is read counts as seen.'),
      ...pageFields(100),
    }),
    output: pageOf(DirectMessage),
    errors: ['NOT_FOUND'],
    rest: [
      {
        ...messagesOf('GET', ''),
        under: 'messages',
        message: 'Messages retreived successfully',
        view: pageOf(DirectMessageInDocument4),
      },
    ],
  }),
  send: mutation({
    access: 'user',
    quota: 'messages',
    summary: 'Write to a user',
    description:
      'At most 300 messages a minute. Nobody writes to whom they have blocked, or who has blocked them.',
    input: z
      .object({
        uid: uid(),
        message: text(0, 4000).describe('What is said.'),
        clientId,
        attachmentId,
      })
      .refine(({ message, attachmentId }) => message !== '' || attachmentId !== undefined, {
        path: ['message'],
        message: 'must not be empty',
      }),
    output: DirectMessage.extend({
      isRepeated: z.boolean().describe('It had been sent before, under the same `clientId`.'),
    }),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    rest: [
      {
        ...messagesOf('POST', ''),
        status: 201,
        isThereAlready: ({ isRepeated }: { isRepeated: boolean }) => isRepeated,
        message: 'Message sent',
        view: DirectMessageInDocument4,
      },
    ],
  }),
  markRead: mutation({
    access: 'user',
    quota: 'chat',
    summary: 'Mark the messages of a user as seen',
    description: 'Up to `up_to`, or all. The other one is told how far the caller has read.',
    input: z.object({ uid: uid(), upTo: id().optional().describe(READ_UP_TO) }),
    output: z.object({
      readUpTo: z.int().describe('The newest message that counts as read; 0 while there is none.'),
      unread: z.int().describe('How many messages of the other’s the caller has not read.'),
    }),
    errors: ['NOT_FOUND'],
    rest: [messagesOf('POST', 'read/')],
  }),
  typing: mutation({
    access: 'user',
    quota: 'chat',
    summary: 'Tell a user that the caller is writing to them',
    description:
      'Nothing of it is kept: their clients hear it at once, or never. Say it again every few seconds.',
    input: z.object({ uid: uid() }),
    output: z.null(),
    errors: ['NOT_FOUND'],
    rest: [messagesOf('POST', 'typing/')],
  }),
  deleteMessage: mutation({
    access: 'user',
    summary: 'Delete a message of one’s own, for both',
    description: 'Its place in the conversation stays, without its text.',
    input: z.object({ id: id() }),
    output: DirectMessage,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    rest: [
      { ...ofMessage('DELETE', ''), message: 'Message deleted', view: DirectMessageInDocument4 },
    ],
  }),
  report: mutation({
    access: 'user',
    summary: 'Show a message to staff',
    description:
      'What the other one has written, with what was said around it. A message is reported once; again, the same report is answered.',
    input: z.object({
      id: id(),
      reason: text(1, 1000).describe('What is wrong with it, for staff.'),
    }),
    output: MessageReport,
    errors: ['NOT_FOUND'],
    rest: [{ ...ofMessage('POST', 'report/'), status: 201, message: 'Message reported' }],
  }),
  blocks,
  ...attachments,
  watch: subscription({
    access: 'user',
    summary: 'Watch the caller’s threads',
    description: 'Messages sent and deleted, how far each has been read, and what has arrived.',
    input: z.object({ lastEventId: lastEventId() }),
    output: DirectEvent,
  }),
  watchTyping: subscription({
    access: 'user',
    summary: 'Watch who is writing to the caller',
    description: 'Nothing is told later: there is nothing to resume.',
    input: z.object({ lastEventId: lastEventId() }),
    output: TypingEvent,
  }),
}
