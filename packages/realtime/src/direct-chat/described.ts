import { OF_REQUESTS } from '../asyncapi/security.ts'
import { framesOf, type Socket } from '../asyncapi/socket.ts'
import { ClientFrame, ServerFrame } from './frames.ts'
import { MOST } from './replay.ts'

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
      answers: ['conf_message', 'error'],
    },
    mark_read: {
      summary: 'Has read what somebody wrote, all of it or up to a message.',
      answers: ['seen', 'error'],
    },
    typing: {
      summary: 'Is writing to somebody at this moment; they hear it if they are there.',
      answers: ['error'],
    },
    delete_message: {
      summary: 'Empties a message of one’s own, for both.',
      answers: ['message_deleted', 'error'],
    },
    resume: {
      summary: 'Asks to be told again what came after a message: the last that the client has.',
      answers: ['re_message', 'message_deleted', 'seen', 'delivered', 'resumed', 'error'],
    },
  }),
  hears: framesOf('action', ServerFrame, {
    re_message: { summary: 'A message, to everybody but the connection that has sent it.' },
    conf_message: { summary: 'A message, to the connection that has sent it: it is stored.' },
    typing: { summary: 'Somebody is writing to the caller.' },
    seen: { summary: 'To both: somebody has read a conversation up to a message.' },
    delivered: { summary: 'To the sender: messages have reached a client of the receiver’s.' },
    message_deleted: { summary: 'To both: a message has been deleted, and is empty from now on.' },
    resumed: { summary: 'The end of what `resume` asked for.' },
    error: { summary: 'A frame was refused.' },
  }),
  limits: [
    {
      what: 'Events told again for one `resume`',
      most: MOST,
      beyond: '`resumed` says that there is more.',
    },
  ],
}
