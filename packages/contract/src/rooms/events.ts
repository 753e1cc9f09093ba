import { z } from 'zod'
import { id, prefixed, time } from '../fields.ts'
import { RoomMessage } from './message.ts'
import { OfferAnswer } from './offer.ts'
import { RoomReactionsEvent } from './reaction.ts'

/** Somebody has written, or made an offer, which is a message too. */
export const RoomMessageEvent = z.object({
  type: z.literal('room.message'),
  at: time(),
  message: RoomMessage,
})
export type RoomMessageEvent = z.output<typeof RoomMessageEvent>

/** An offer has been answered; a counter-offer comes after it, as a message. */
export const OfferAnsweredEvent = z.object({
  type: z.literal('room.offer_answered'),
  at: time(),
  answer: OfferAnswer,
})
export type OfferAnsweredEvent = z.output<typeof OfferAnsweredEvent>

/** Somebody has read a room up to a message. */
export const RoomReadEvent = z.object({
  type: z.literal('room.read'),
  at: time(),
  roomId: id(),
  userId: prefixed('USR', id()),
  upTo: id(),
})
export type RoomReadEvent = z.output<typeof RoomReadEvent>

/** What happens in a room. */
export const RoomEvent = z.discriminatedUnion('type', [
  RoomMessageEvent,
  OfferAnsweredEvent,
  RoomReadEvent,
  RoomReactionsEvent,
])
export type RoomEvent = z.output<typeof RoomEvent>
