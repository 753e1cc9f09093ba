import type { OfferAnswer, RoomEvent, RoomReactionsEvent } from '@souk/contract'
import { type MessageRow, showMessage } from '../conversations/kind.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'
import { answerOf } from './offer-answer.ts'
import { type AboutRoom, roomMessageOf } from './room-message.ts'

/** An entry of a room's stream as the contract shows it; undefined for one of a newer Souk. */
export function roomEventOf({ type, data, at }: LoggedEvent): RoomEvent | undefined {
  switch (type) {
    case 'room.message': {
      const message = showMessage({ show: roomMessageOf }, data as MessageRow<AboutRoom>)
      return { type, at: isoTime(at), message }
    }
    case 'room.offer_answered':
      return { type, at: isoTime(at), answer: answerOf(data as Omit<OfferAnswer, 'response'>) }
    case 'room.read': {
      const { roomId, userId, upTo } = data as { roomId: number; userId: number; upTo: number }
      return { type, at: isoTime(at), roomId, userId, upTo }
    }
    case 'room.reactions': {
      const { roomId, messageId, reactions } = data as Omit<RoomReactionsEvent, 'type' | 'at'>
      return { type, at: isoTime(at), roomId, messageId, reactions }
    }
    default:
      return undefined
  }
}
