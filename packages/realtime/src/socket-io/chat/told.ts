import {
  id,
  OFFER_RESPONSES,
  REACTIONS,
  RoomMessage,
  RoomOffer,
  RoomTypingEvent,
} from '@souk/contract'
import { z } from 'zod'
import { idNamed } from '../../wire-ids.ts'
import { millisecondMoment } from '../../wire-times.ts'
import { Refused } from '../acknowledgement.ts'

const user_id = idNamed('USR')
const timestamp = millisecondMoment()
const client_id = z.string().optional().describe('Where its sender’s client has named it.')
const about = { room_id: id(), timestamp }

export const User = z.object({
  id: user_id,
  username: z.string(),
  profile_picture: z.string().nullable(),
  is_seller: z.boolean(),
})

export const Snapshot = z.object({
  id: idNamed('PRD'),
  name: z.string(),
  price: z.number().nullable(),
  currency: z.literal('EUR'),
  image_url: z.string().nullable(),
})

export const Offer = z.object({
  id: id().describe('The number of its message.'),
  product_id: idNamed('PRD'),
  price: z.number().nullable().describe('Of one piece, in EUR.'),
  status: RoomOffer.shape.status,
  message: z.string().nullable(),
  product: Snapshot,
  answer: z.string().nullable(),
  order_id: idNamed('order').nullable(),
  counter_offer_id: id().nullable(),
})

export const Message = z.object({
  id: id(),
  room_id: id(),
  sender_id: user_id,
  sender_username: z.string(),
  sender: User,
  content: z.string(),
  message_type: RoomMessage.shape.messageType,
  message_data: z.record(z.string(), z.unknown()).nullable(),
  is_read: z.boolean(),
  read_at: millisecondMoment().nullable(),
  created_at: millisecondMoment(),
  client_id,
  offer: Offer.optional(),
})

export const RoomData = z.object({
  room_id: id(),
  other_user: User,
  product: z
    .object({
      id: idNamed('PRD'),
      name: z.string(),
      price: z.number().nullable(),
      image: z.string().nullable(),
    })
    .nullable(),
  request: z.object({ id: idNamed('REQ'), title: z.string(), description: z.string() }).nullable(),
  messages: z
    .array(Message)
    .describe('The latest 50, oldest first; fewer where their data are large.'),
  unread_count: z.int(),
})

export const OfferResponse = z.object({
  room_id: id(),
  offer_id: id(),
  response: z.enum(OFFER_RESPONSES),
  status: RoomOffer.shape.status,
  user_id: user_id.describe('Who has answered.'),
  username: z.string(),
  message: z.string().nullable(),
  counter_price: z.number().nullable().optional(),
  counter_offer_id: id().optional(),
  order_id: idNamed('order').nullable().optional(),
  timestamp,
})

export const Reactions = z.object({
  message_id: id(),
  room_id: id(),
  reactions: z.partialRecord(z.enum(REACTIONS), z.int().positive()),
  timestamp,
})

export const Typing = z.object({
  room_id: id(),
  user_id,
  username: z.string(),
  action: RoomTypingEvent.shape.action,
  timestamp,
})

export const Confirmation = z.object({
  room_id: id(),
  client_id,
  created_at: millisecondMoment(),
  timestamp,
})

/** What document 5's namespace tells, and what each event carries. */
export const EVENTS = {
  connected: z.object({ status: z.literal('connected'), user_id, message: z.string() }),
  room_joined: z.object({ ...about, room_data: RoomData }),
  room_left: z.object(about),
  message: Message,
  message_sent: z.object({ message_id: id(), ...Confirmation.shape }),
  offer_sent: Message,
  offer_confirmed: z.object({ offer_id: id(), ...Confirmation.shape }),
  offer_response: OfferResponse,
  message_reaction_stats: Reactions,
  typing_update: Typing,
  pong: z.object({ timestamp, user_id }),
  error: Refused,
}

/** What events are acknowledged with when they went well, by their names. */
export const ANSWERS = {
  join_room: about,
  leave_room: about,
  message: EVENTS.message_sent.shape,
  send_offer: { message_id: id(), ...EVENTS.offer_confirmed.shape },
  respond_to_offer: OfferResponse.shape,
  typing_start: {},
  typing_stop: {},
  ping: EVENTS.pong.shape,
}
