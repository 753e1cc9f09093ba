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
      answers: ['joined', 'left', 'error'],
    },
    message: {
      summary: 'Writes to everybody in the chat.',
      answers: ['message', 'error'],
    },
    leave: {
      summary: 'Leaves the chat.',
      answers: ['left', 'error'],
    },
  }),
  hears: framesOf('action', ServerFrame, {
    joined: { summary: 'The connection is in the chat: what is written from now on is heard.' },
    left: {
      summary:
        'The connection is no longer in the chat: it has left, or the trade is closed to it.',
    },
    message: { summary: 'Somebody has written in the chat.' },
    error: { summary: 'A frame was refused.' },
  }),
  limits: [],
}
