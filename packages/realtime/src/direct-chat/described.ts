import { OF_REQUESTS } from '../asyncapi/security.ts'
import { framesOf, type Socket } from '../asyncapi/socket.ts'
import { ClientFrame, ServerFrame } from './frames.ts'
import { MOST } from './replay.ts'

const ADA = '6b1f0a52-8a1b-4d0e-9a53-1f2f6a4f7c11'
const BEN = 'c0a7e6f4-3a0d-4a8e-8f0c-5d2b9b7a1e22'

const MESSAGE = {
  message_body: 'Is it there?',
  sender_id: ADA,
  receiver_id: BEN,
  timestamp: '2026-03-14T09:26:53.123000+00:00',
  created_msg_id: 6120,
  client_id: 'a-1',
}

/** Document 4's socket, for the AsyncAPI document. */
export const directChat: Socket = {
  id: 'directChat',
  title: 'Direct chat',
  description:
    'Everything that happens in the caller’s conversations with others, in one order for everybody: what is sent over REST or another connection too. A connection hears its own message as `conf_message`, all others hear it as `re_message`. Somebody is named by their UUID or their number. A refused frame is answered by `error`, and the connection goes on. Who was away names the last message they have (`resume`) and misses nothing.',
  places: [
    { server: 'main', address: '/ws/chat/room' },
    { server: 'main', address: '/chat/room/ws' },
  ],
  credentials: OF_REQUESTS,
  isForStrangers: false,
  sends: framesOf('action', ClientFrame, {
    chat_message: {
      summary:
        'Writes to somebody. The same `client_id` sent again is answered again and stored once; a file is uploaded over REST before.',
      example: {
        action: 'chat_message',
        message_body: 'Is it there?',
        receiver_id: BEN,
        client_id: 'a-1',
      },
      answers: ['conf_message', 'error'],
    },
    mark_read: {
      summary: 'Has read what somebody wrote, all of it or up to a message.',
      example: { action: 'mark_read', receiver_id: ADA, up_to: 6120 },
      answers: ['seen', 'error'],
    },
    typing: {
      summary: 'Is writing to somebody at this moment; they hear it if they are there.',
      example: { action: 'typing', receiver_id: ADA },
      answers: ['error'],
    },
    delete_message: {
      summary: 'Empties a message of one’s own, for both.',
      example: { action: 'delete_message', message_id: 6120 },
      answers: ['message_deleted', 'error'],
    },
    resume: {
      summary: 'Asks to be told again what came after a message: the last that the client has.',
      example: { action: 'resume', since: 6120 },
      answers: ['re_message', 'message_deleted', 'seen', 'delivered', 'resumed', 'error'],
    },
  }),
  hears: framesOf('action', ServerFrame, {
    re_message: {
      summary: 'A message, to everybody but the connection that has sent it.',
      example: { ...MESSAGE, action: 're_message' },
    },
    conf_message: {
      summary: 'A message, to the connection that has sent it: it is stored.',
      example: { ...MESSAGE, action: 'conf_message' },
    },
    typing: {
      summary: 'Somebody is writing to the caller.',
      example: { action: 'typing', thread: 44, sender_id: BEN },
    },
    seen: {
      summary: 'To both: somebody has read a conversation up to a message.',
      example: { action: 'seen', thread: 44, up_to: 6120, reader_id: BEN },
    },
    delivered: {
      summary: 'To the sender: messages have reached a client of the receiver’s.',
      example: { action: 'delivered', thread: 44, up_to: 6120, receiver_id: BEN },
    },
    message_deleted: {
      summary: 'To both: a message has been deleted, and is empty from now on.',
      example: {
        action: 'message_deleted',
        thread: 44,
        created_msg_id: 6120,
        sender_id: ADA,
        receiver_id: BEN,
      },
    },
    resumed: {
      summary: 'The end of what `resume` asked for.',
      example: { action: 'resumed', since: 6120, more: false },
    },
    error: {
      summary: 'A frame was refused.',
      example: { action: 'error', message: 'message_body: must not be empty', client_id: 'a-1' },
    },
  }),
  limits: [
    {
      what: 'Events told again for one `resume`',
      most: MOST,
      beyond: '`resumed` says that there is more.',
    },
  ],
}
