import { z } from 'zod'
import { happenedAt, id, prefixed } from '../fields.ts'
import { RoomMessage } from './message.ts'
import { OfferAnswer } from './offer.ts'
import { RoomReactionsEvent } from './reaction.ts'

/** Somebody has written, or made an offer, which is a message too. */
export const RoomMessageEvent = z.object({
  type: z.literal('room.message').describe('That something was written or offered.'),
  at: happenedAt(),
  message: RoomMessage.describe('What was written.'),
})
export type RoomMessageEvent = z.output<typeof RoomMessageEvent>

/** An offer has been answered; a counter-offer comes after it, as a message. */
export const OfferAnsweredEvent = z.object({
  type: z.literal('room.offer_answered').describe('That an offer was answered.'),
  at: happenedAt(),
  answer: OfferAnswer.describe('What became of it.'),
})
export type OfferAnsweredEvent = z.output<typeof OfferAnsweredEvent>

/** Somebody has read a room up to a message. */
export const RoomReadEvent = z.object({
  type: z.literal('room.read').describe('That somebody has read.'),
  at: happenedAt(),
  roomId: id().describe('The room.'),
  userId: prefixed('USR', id()).describe('Who has read.'),
  upTo: id().describe('The newest message that they have read.'),
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
