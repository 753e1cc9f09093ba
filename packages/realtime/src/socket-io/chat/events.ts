import {
  type AnsweredOffer,
  contract,
  millisecondTime,
  prefixedId,
  type RoomMessage,
  type RoomPage,
} from '@souk/contract'
import { roomStream } from '@souk/core'
import { z } from 'zod'
import { passedOn } from '../../asyncapi/passed-on.ts'
import { type ClientEvent, clientEvent, type Visit } from '../client-event.ts'
import { confirmation, responseOf, roomData, userName } from './frames.ts'

// What clients of document 5 may say. What may stand in a field, the operations behind these know.

const anything = z.unknown().optional()
const given = (schema: z.ZodType) => passedOn(anything, schema)
const { send, sendOffer: offering, respond } = contract.rooms
const room = { room_id: prefixedId('room') }

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
    message: given(send.input.shape.content),
    message_type: given(send.input.shape.messageType.nullish()),
    message_data: passedOn(
      z.record(z.string(), z.unknown()).nullish(),
      send.input.shape.messageData,
    ),
    product_id: anything.describe('Names a product, as `PRD_31`; what names none is kept.'),
    client_id: given(send.input.shape.clientId),
  }),
  async handle(visit, { room_id: roomId, product_id, message_data, ...said }) {
    const names = product_id === undefined || product_id === null ? {} : { product_id }
    const sent = await visit.call<Sent>('rooms.send', {
      roomId,
      content: said.message,
      messageType: said.message_type ?? undefined,
      messageData: message_data || 'product_id' in names ? { ...message_data, ...names } : null,
      clientId: said.client_id,
    })
    const about = { message_id: sent.id, ...confirmation(sent) }
    visit.tell('message_sent', about)
    return about
  },
})

const sendOffer = clientEvent({
  payload: z.object({
    ...room,
    product_id: given(offering.input.shape.productId),
    offer_amount: given(offering.input.shape.price),
    message: given(offering.input.shape.message),
    client_id: given(offering.input.shape.clientId),
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

const endsIt = { properties: { response: { enum: ['accept', 'reject'] } } }
const namesPrice = {
  required: ['counter_price'],
  properties: { counter_price: { not: { type: 'null' } } },
}

const respondToOffer = clientEvent({
  payload: z
    .object({
      offer_id: given(respond.input.shape.offerId),
      response: given(respond.input.shape.response),
      message: given(respond.input.shape.message),
      counter_price: given(respond.input.shape.counterPrice),
      client_id: anything.describe('Comes back with a refusal, if it is text.'),
    })
    .meta({ anyOf: [endsIt, namesPrice] }),
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
