import {
  type LoggedEvent,
  type RoomWriter,
  roomEventOf,
  roomHintOf,
  roomWriterOf,
} from '@souk/core'
import type { HearerKnown, SaidOf } from '../hearing.ts'
import { messageFrame, reactionsFrame, responseOf, typingFrame } from './frames.ts'
import type { EVENTS } from './told.ts'

type Said = SaidOf<typeof EVENTS>

/** What document 5 says of an entry of a room's log. */
export function said(logged: LoggedEvent): Said | undefined {
  const event = roomEventOf(logged)
  switch (event?.type) {
    case 'room.message': {
      const { message } = event
      const name = message.messageType === 'offer' ? 'offer_sent' : 'message'
      return { event: name, data: messageFrame(message), isFor: unlessFrom(roomWriterOf(logged)) }
    }
    case 'room.offer_answered':
      return { event: 'offer_response', data: responseOf(event.answer) }
    case 'room.reactions':
      return { event: 'message_reaction_stats', data: reactionsFrame(event) }
    default:
      return undefined
  }
}

/** What somebody is doing at this moment, as it comes by the bus. */
export function hinted(hint: string): Said {
  const { event, connection = null } = roomHintOf(hint)
  const { userId } = event
  const isFor = unlessFrom({ userId, session: null, connection })
  return { event: 'typing_update', data: typingFrame(event), isFor }
}

/**
 * Whoever has written shows it by themself, so it is not told where it came from: to that connection, or, of what
 * did not come by one, to none of the session. Their others hear it.
 */
function unlessFrom({ userId, session, connection }: RoomWriter) {
  return ({ user, connections }: HearerKnown) => {
    if (connection !== null) return !connections.has(connection)
    return session === null || user.userId !== userId || user.sessionId !== session
  }
}
