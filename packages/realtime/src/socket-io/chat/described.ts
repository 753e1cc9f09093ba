import type { z } from 'zod'
import { eventsOf, type MessageWords } from '../../asyncapi/socket.ts'
import { acknowledging } from '../acknowledgement.ts'
import { describedNamespace } from '../described.ts'
import { events } from './events.ts'
import { chat } from './namespace.ts'
import { ANSWERS, EVENTS } from './told.ts'

const timestamp = '2026-03-14T09:26:53.123Z'
const about = { room_id: 8, timestamp }
const written = { room_id: 8, client_id: 'b3f1', created_at: timestamp, timestamp }

const buyer = { id: 'USR_57', username: 'idris', profile_picture: null, is_seller: false }
const seller = { id: 'USR_61', username: 'halima', profile_picture: null, is_seller: true }
const snapshot = {
  id: 'PRD_31',
  name: 'Map of the harbour',
  price: 29.99,
  currency: 'EUR' as const,
  image_url: 'https://images.example.com/map.jpg',
}
const message = {
  id: 5430,
  room_id: 8,
  sender_id: buyer.id,
  sender_username: buyer.username,
  sender: buyer,
  content: 'Is it still to be had?',
  message_type: 'text' as const,
  message_data: null,
  is_read: false,
  read_at: null,
  created_at: timestamp,
  client_id: 'b3f1',
}
const offer = {
  ...message,
  id: 5431,
  content: 'Offered €25.00 for Map of the harbour',
  message_type: 'offer' as const,
  offer: {
    id: 5431,
    product_id: 'PRD_31',
    price: 25,
    status: 'pending' as const,
    message: 'Would this do?',
    product: snapshot,
    answer: null,
    order_id: null,
    counter_offer_id: null,
  },
}
const answered = {
  room_id: 8,
  offer_id: 5431,
  response: 'accept' as const,
  status: 'accepted' as const,
  user_id: seller.id,
  username: seller.username,
  message: null,
  order_id: 'order_12',
  timestamp,
}

type Sent = keyof typeof events

/** What is acknowledged, and what else answers. */
function answering(
  name: Sent,
  answers: readonly string[],
  example: object,
): Pick<MessageWords, 'answers' | 'acknowledgement'> {
  const schema = acknowledging(ANSWERS[name])
  return {
    answers: [...answers, 'error'],
    acknowledgement: { schema, example: { success: true, ...example } },
  }
}

const sent: Readonly<Record<Sent, MessageWords>> = {
  join_room: {
    summary: 'Enters a room, and hears from now on what happens there.',
    example: { room_id: 8 },
    ...answering('join_room', ['room_joined'], about),
  },
  leave_room: {
    summary: 'Leaves a room.',
    example: { room_id: 8 },
    ...answering('leave_room', ['room_left'], about),
  },
  message: {
    summary: 'Writes to the other; the same `client_id` sent again is stored once.',
    example: { room_id: 8, message: 'Is it still to be had?', client_id: 'b3f1' },
    ...answering('message', ['message_sent'], { message_id: 5430, ...written }),
  },
  send_offer: {
    summary: 'Offers the other a price of one piece, in EUR.',
    example: { room_id: 8, product_id: 'PRD_31', offer_amount: 25, message: 'Would this do?' },
    ...answering('send_offer', ['offer_confirmed'], {
      message_id: 5431,
      offer_id: 5431,
      ...written,
    }),
  },
  respond_to_offer: {
    summary: 'Accepts, rejects or counters the other’s offer, once; accepting makes an order.',
    example: { offer_id: 5431, response: 'accept' },
    ...answering('respond_to_offer', ['offer_response'], answered),
  },
  typing_start: {
    summary: 'Is writing; beyond ten a minute it is passed over in silence.',
    example: { room_id: 8 },
    ...answering('typing_start', [], {}),
  },
  typing_stop: {
    summary: 'Is writing no more.',
    example: { room_id: 8 },
    ...answering('typing_stop', [], {}),
  },
  ping: {
    summary: 'Asks for a sign of life.',
    example: {},
    ...answering('ping', ['pong'], { timestamp, user_id: 'USR_57' }),
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
    connected: {
      summary: 'The connection is let in.',
      example: { status: 'connected', user_id: 'USR_57', message: 'Connected to chat namespace' },
    },
    room_joined: {
      summary: 'The connection is in the room; this is what there is in it.',
      example: {
        ...about,
        room_data: {
          room_id: 8,
          other_user: seller,
          product: { id: 'PRD_31', name: snapshot.name, price: 29.99, image: snapshot.image_url },
          request: null,
          messages: [message],
          unread_count: 0,
        },
      },
    },
    room_left: { summary: 'The connection has left the room.', example: about },
    message: { summary: 'The other has written, or the caller elsewhere.', example: message },
    message_sent: {
      summary: 'A message of this connection is stored.',
      example: { message_id: 5430, ...written },
    },
    offer_sent: {
      summary: 'The other has made an offer, or the caller elsewhere.',
      example: offer,
    },
    offer_confirmed: {
      summary: 'An offer of this connection is stored.',
      example: { offer_id: 5431, ...written },
    },
    offer_response: { summary: 'To the whole room: an offer is answered.', example: answered },
    message_reaction_stats: {
      summary: 'The reactions to a message have changed.',
      example: { message_id: 5430, room_id: 8, reactions: { HEART: 1 }, timestamp },
    },
    typing_update: {
      summary: 'The other begins to write, or stops.',
      example: { ...about, user_id: 'USR_57', username: 'idris', action: 'start' },
    },
    pong: {
      summary: 'Answers `ping`.',
      example: { timestamp, user_id: 'USR_57' },
    },
    error: { summary: 'Something was refused.', example: { message: 'Rate limit exceeded' } },
  }),
})
