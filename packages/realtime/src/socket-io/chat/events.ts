import {
  type AnsweredOffer,
  millisecondTime,
  prefixedId,
  type RoomMessage,
  type RoomPage,
} from '@souk/contract'
import { roomStream } from '@souk/core'
import { z } from 'zod'
import { type ClientEvent, clientEvent, type Visit } from '../client-event.ts'
import { confirmation, responseOf, roomData, userName } from './frames.ts'

// What clients of document 5 may say. What else may stand in a field, the operations behind these know.

const anything = z.unknown().optional()
const room = { room_id: prefixedId('room') }
const product = anything.describe(
  'The id of one of the seller’s products: `PRD_31`, or its number.',
)
const aWord = anything.describe('A word with it: text of up to 1,000 characters.')
const clientName = anything.describe(
  'A name of the client’s own, of up to 100 characters: sent again under it, it is stored once.',
)

/** A message or an offer as it was stored, now or when it was sent for the first time. */
type Sent = RoomMessage & { readonly isRepeated: boolean }

const timestamp = ({ clock }: Visit) => millisecondTime(clock().toISOString())

const joinRoom = clientEvent({
  payload: z.object(room),
  async handle(visit, { room_id: roomId }) {
    const stream = roomStream(roomId)
    // First where the room is in the log, then what there is in it: nothing falls in between.
    const from = await visit.position(stream)
    const page = await visit.call<RoomPage>('rooms.get', { roomId })
    await visit.join(stream, from)
    const about = { room_id: roomId, timestamp: timestamp(visit) }
    visit.tell('room_joined', { ...about, room_data: roomData(page) })
    return about
  },
})

const leaveRoom = clientEvent({
  payload: z.object(room),
  async handle(visit, { room_id: roomId }) {
    await visit.leave(roomStream(roomId))
    const about = { room_id: roomId, timestamp: timestamp(visit) }
    visit.tell('room_left', about)
    return about
  },
})

const message = clientEvent({
  payload: z.object({
    ...room,
    message: anything.describe('What is said: text of 1 to 1,000 characters.'),
    message_type: anything.describe(
      'How to show it: `text` unless given, `image`, `video` or `product`.',
    ),
    message_data: z
      .record(z.string(), anything)
      .nullish()
      .describe('Anything: at most 64 KiB. A `product_id` in it names a product.'),
    product_id: product,
    client_id: clientName,
  }),
  async handle(visit, { room_id: roomId, product_id, message_data, ...given }) {
    const names = product_id === undefined || product_id === null ? {} : { product_id }
    const sent = await visit.call<Sent>('rooms.send', {
      roomId,
      content: given.message,
      messageType: given.message_type ?? undefined,
      messageData: message_data || 'product_id' in names ? { ...message_data, ...names } : null,
      clientId: given.client_id,
    })
    const about = { message_id: sent.id, ...confirmation(sent) }
    visit.tell('message_sent', about)
    return about
  },
})

const sendOffer = clientEvent({
  payload: z.object({
    ...room,
    product_id: product,
    offer_amount: anything.describe('The price of one piece, in EUR: a number or text.'),
    message: aWord,
    client_id: clientName,
  }),
  async handle(visit, { room_id: roomId, product_id, offer_amount, message, client_id }) {
    const offered = await visit.call<Sent>('rooms.sendOffer', {
      roomId,
      productId: product_id,
      price: offer_amount,
      message,
      clientId: client_id,
    })
    const about = { offer_id: offered.id, ...confirmation(offered) }
    visit.tell('offer_confirmed', about)
    return { message_id: offered.id, ...about }
  },
})

const respondToOffer = clientEvent({
  payload: z.object({
    offer_id: anything.describe('The `id` of the offer, as its message has it.'),
    response: anything.describe('`accept`, `reject` or `counter`.'),
    message: aWord,
    counter_price: anything.describe('With `counter`: the price of one piece, in EUR.'),
    client_id: clientName,
  }),
  async handle(visit, { offer_id, response, message, counter_price, client_id }) {
    const answered = await visit.call<AnsweredOffer>('rooms.respond', {
      offerId: offer_id,
      response,
      message,
      counterPrice: counter_price,
      clientId: client_id,
    })
    return responseOf(answered)
  },
})

const typing = (action: 'start' | 'stop', name: 'typingStarts' | 'typingStops'): ClientEvent =>
  clientEvent({
    payload: z.object(room),
    quota: { name, beyond: 'ignore' },
    async handle(visit, { room_id: roomId }) {
      await visit.call('rooms.typing', { roomId, action })
      return undefined
    },
  })

const ping = clientEvent({
  payload: anything.describe('Nothing is read from it.'),
  quota: { name: 'pings', beyond: 'refuse' },
  async handle(visit) {
    const about = { timestamp: timestamp(visit), user_id: userName(visit.user.userId) }
    visit.tell('pong', about)
    return about
  },
})

export const events = {
  join_room: joinRoom,
  leave_room: leaveRoom,
  message,
  send_offer: sendOffer,
  respond_to_offer: respondToOffer,
  typing_start: typing('start', 'typingStarts'),
  typing_stop: typing('stop', 'typingStops'),
  ping,
}
