import {
  callerId,
  contract,
  type DirectEvent,
  type DirectMessage,
  id,
  microsecondTime,
  type TypingEvent,
} from '@souk/contract'
import { z } from 'zod'
import { passedOn } from '../asyncapi/passed-on.ts'
import { offsetMoment } from '../wire-times.ts'

const user = z
  .union([z.string(), z.number()], 'must be the id of a user')
  .describe('Somebody’s UUID or user number.')

const sent = contract.chat.send.input.shape
const showsText = { properties: { message_body: { pattern: '\\S' } } }
const bringsFile = {
  required: ['attachment_id'],
  properties: { attachment_id: { type: 'string' } },
}

/** What a client may send: the first in document 4; the others beyond it. */
export const ClientFrame = z.discriminatedUnion('action', [
  z
    .object({
      action: z.literal('chat_message'),
      message_body: passedOn(z.string(), sent.message),
      receiver_id: user,
      sender_id: callerId(),
      client_id: passedOn(z.string().nullish(), sent.clientId.nullable()),
      attachment_id: passedOn(z.string().nullish(), sent.attachmentId.nullable()),
    })
    .meta({ anyOf: [showsText, bringsFile] }),
  z.object({
    action: z.literal('mark_read'),
    receiver_id: user,
    up_to: id()
      .nullish()
      .describe('The newest message that was read; without it, all that there are.'),
  }),
  z.object({ action: z.literal('typing'), receiver_id: user }),
  z.object({ action: z.literal('delete_message'), message_id: id() }),
  z.object({
    action: z.literal('resume'),
    since: id().describe('The `created_msg_id` of the last message that the client has.'),
  }),
])
export type ClientFrame = z.output<typeof ClientFrame>

export const ACTIONS = 'chat_message, mark_read, typing, delete_message or resume'

/** What the frames call the fields of the operations behind them. */
export const FIELDS: Readonly<Record<string, string>> = {
  uid: 'receiver_id',
  message: 'message_body',
  clientId: 'client_id',
  attachmentId: 'attachment_id',
  upTo: 'up_to',
  id: 'message_id',
}

/** As document 4 writes moments on its socket. */
const offsetTime = (iso: string) => microsecondTime(iso).replace('Z', '+00:00')

/** The two that carry a message. */
const carrying = <Action extends string>(action: Action) =>
  z.object({
    message_body: z.string(),
    sender_id: z.uuid(),
    receiver_id: z.uuid(),
    timestamp: offsetMoment(),
    created_msg_id: id(),
    action: z.literal(action),
    client_id: z.string().optional().describe('Where its sender’s client has named it.'),
    attached_file: z
      .string()
      .optional()
      .describe('Where a file came with it: its whole address, to be read with a credential.'),
    attached_file_name: z.string().nullish(),
    attached_file_size: z.string().optional().describe('Such as `12kb`.'),
  })

const up_to = id().describe('The newest of these messages.')

/** What the server sends. */
export const ServerFrame = z.discriminatedUnion('action', [
  carrying('re_message'),
  carrying('conf_message'),
  z.object({ action: z.literal('typing'), thread: id(), sender_id: z.uuid() }),
  z.object({
    action: z.literal('seen'),
    thread: id(),
    up_to,
    reader_id: z.uuid(),
  }),
  z.object({
    action: z.literal('delivered'),
    thread: id(),
    up_to,
    receiver_id: z.uuid(),
  }),
  z.object({
    action: z.literal('message_deleted'),
    thread: id(),
    created_msg_id: id(),
    sender_id: z.uuid(),
    receiver_id: z.uuid(),
  }),
  z.object({
    action: z.literal('resumed'),
    since: id().describe('The last message that has been told.'),
    more: z.boolean().describe('There is more: `resume` again, from there.'),
  }),
  z.object({
    action: z.literal('error'),
    message: z.string(),
    client_id: z.string().optional().describe('Of the message that was refused.'),
  }),
])
type ServerFrame = z.output<typeof ServerFrame>

/** `re_message` to everybody but the connection that has sent it: there it is `conf_message`. */
function message(action: 're_message' | 'conf_message', sent: DirectMessage): ServerFrame {
  return {
    message_body: sent.message,
    sender_id: sent.sender.uuid,
    receiver_id: sent.receiver.uuid,
    timestamp: offsetTime(sent.createdAt),
    created_msg_id: sent.id,
    action,
    ...(sent.clientId !== null && { client_id: sent.clientId }),
    ...(sent.attachedFile !== null && {
      attached_file: sent.attachedFile,
      attached_file_name: sent.attachedFileName,
      attached_file_size: sent.attachedFileSize,
    }),
  }
}

const text = (frame: ServerFrame) => JSON.stringify(frame)

/** What the server sends, as text. */
export const frames = {
  confirmed: (sent: DirectMessage) => text(message('conf_message', sent)),
  typing: ({ threadId, userUuid }: TypingEvent) =>
    text({ action: 'typing', thread: threadId, sender_id: userUuid }),
  resumed: (since: number, more: boolean) => text({ action: 'resumed', since, more }),
  error: (message: string, clientId?: string | null) =>
    text({ action: 'error', message, ...(clientId && { client_id: clientId }) }),
  event(event: DirectEvent): string {
    switch (event.type) {
      case 'direct.message':
        return text(message('re_message', event.message))
      case 'direct.message_deleted':
        return text({
          action: 'message_deleted',
          thread: event.message.threadId,
          created_msg_id: event.message.id,
          sender_id: event.message.sender.uuid,
          receiver_id: event.message.receiver.uuid,
        })
      case 'direct.read':
        return text({
          action: 'seen',
          thread: event.threadId,
          up_to: event.upTo,
          reader_id: event.userUuid,
        })
      case 'direct.delivered':
        return text({
          action: 'delivered',
          thread: event.threadId,
          up_to: event.upTo,
          receiver_id: event.userUuid,
        })
    }
  },
}
