import type { z } from 'zod'
import { eventsOf, type MessageWords } from '../../asyncapi/socket.ts'
import { acknowledging } from '../acknowledgement.ts'
import { describedNamespace } from '../described.ts'
import { events } from './events.ts'
import { chat } from './namespace.ts'
import { ANSWERS, EVENTS } from './told.ts'

type Sent = keyof typeof events

/** What is acknowledged, and what else answers. */
const answering = (name: Sent, ...answers: string[]) => ({
  answers: [...answers, 'error'],
  acknowledgement: acknowledging(ANSWERS[name]),
})

const sent: Readonly<Record<Sent, MessageWords>> = {
  join_room: {
    summary: 'Enters a room, and hears from now on what happens there.',
    ...answering('join_room', 'room_joined'),
  },
  leave_room: {
    summary: 'Leaves a room.',
    ...answering('leave_room', 'room_left'),
  },
  message: {
    summary: 'Writes to the other; the same `client_id` sent again is stored once.',
    ...answering('message', 'message_sent'),
  },
  send_offer: {
    summary: 'Offers the other a price of one piece, in EUR.',
    ...answering('send_offer', 'offer_confirmed'),
  },
  respond_to_offer: {
    summary: 'Accepts, rejects or counters the other’s offer, once; accepting makes an order.',
    ...answering('respond_to_offer', 'offer_response'),
  },
  typing_start: {
    summary: 'Is writing; beyond ten a minute it is passed over in silence.',
    ...answering('typing_start'),
  },
  typing_stop: {
    summary: 'Is writing no more.',
    ...answering('typing_stop'),
  },
  ping: {
    summary: 'Asks for a sign of life.',
    ...answering('ping', 'pong'),
  },
}

const payloads = Object.fromEntries(
  Object.entries(events).map(([name, { payload }]) => [name, payload as z.ZodType]),
)

/** Document 5's namespace, for the AsyncAPI document. */
export const chatRooms = describedNamespace(chat, {
  id: 'chatRooms',
  title: 'Negotiation rooms (Socket.IO)',
  description:
    'What a buyer and a seller write to each other about a product, and the prices that they offer. What a connection sends it hears confirmed, and everybody else in the room hears it as it is. A refusal is an `error`, and the acknowledgement says it too. `user_id` may be given and has to be the caller’s own.',
  sends: eventsOf(payloads, sent),
  hears: eventsOf(EVENTS, {
    connected: { summary: 'The connection is let in.' },
    room_joined: { summary: 'The connection is in the room; this is what there is in it.' },
    room_left: { summary: 'The connection has left the room.' },
    message: { summary: 'The other has written, or the caller elsewhere.' },
    message_sent: { summary: 'A message of this connection is stored.' },
    offer_sent: { summary: 'The other has made an offer, or the caller elsewhere.' },
    offer_confirmed: { summary: 'An offer of this connection is stored.' },
    offer_response: { summary: 'To the whole room: an offer is answered.' },
    message_reaction_stats: { summary: 'The reactions to a message have changed.' },
    typing_update: { summary: 'The other begins to write, or stops.' },
    pong: { summary: 'Answers `ping`.' },
    error: { summary: 'Something was refused.' },
  }),
})
