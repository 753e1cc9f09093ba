import { OF_REQUESTS } from '../asyncapi/security.ts'
import { framesOf, type Socket } from '../asyncapi/socket.ts'
import { ClientFrame, ServerFrame } from './frames.ts'

/** Document 1's chat, for the AsyncAPI document. */
export const tradeChat: Socket = {
  id: 'tradeChat',
  title: 'Trade chat',
  description:
    'The chat of one trade at a time. While the trade is open everybody may join it; once it is taken its two sides and staff, and the others are put out. A client joins, and hears then what anybody writes there, over REST too, itself included. A bad credential is refused before the socket opens; without one it opens, and the token comes with `join`. A refused frame is answered by `error`, and the connection goes on; whoever has asked for another trade has left the one before all the same, so that nothing they write goes there.',
  places: [
    { server: 'main', address: '/ws/trades' },
    { server: 'tradeChat', address: '/' },
  ],
  credentials: [...OF_REQUESTS, 'joinToken'],
  isForStrangers: true,
  sends: framesOf('action', ClientFrame, {
    join: {
      summary: 'Enters the chat of a trade, and leaves the one before.',
      example: { action: 'join', trade_id: 208, sender_id: 57 },
      answers: ['joined', 'left', 'error'],
    },
    message: {
      summary: 'Writes to everybody in the chat.',
      example: { action: 'message', message: 'Is it still available?', sender_id: 57 },
      answers: ['message', 'error'],
    },
    leave: {
      summary: 'Leaves the chat.',
      example: { action: 'leave', trade_id: 208 },
      answers: ['left', 'error'],
    },
  }),
  hears: framesOf('action', ServerFrame, {
    joined: {
      summary: 'The connection is in the chat: what is written from now on is heard.',
      example: { action: 'joined', trade_id: 208 },
    },
    left: {
      summary:
        'The connection is no longer in the chat: it has left, or the trade is closed to it.',
      example: { action: 'left', trade_id: 208 },
    },
    message: {
      summary: 'Somebody has written in the chat.',
      example: {
        action: 'message',
        trade_id: 208,
        message_id: 5310,
        sender_id: 57,
        sender_name: 'idris',
        message: 'Is it still available?',
        created_at: '2026-03-14 09:26:53',
        sender_username: 'idris',
      },
    },
    error: {
      summary: 'A frame was refused.',
      example: {
        action: 'error',
        message: 'Join a trade first',
        error: 'Join a trade first',
      },
    },
  }),
  limits: [],
}
