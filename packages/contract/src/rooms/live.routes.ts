import { z } from 'zod'
import { mutation, subscription } from '../define.ts'
import { lastEventId, prefixedId } from '../fields.ts'
import { RoomEvent } from './events.ts'
import { RoomTypingEvent, TYPING_ACTIONS } from './typing.ts'

const roomId = () => prefixedId('room')

/** What happens in rooms as it happens; document 5's sockets say the same. */
export const live = {
  typing: mutation({
    access: 'user',
    quota: 'chat',
    summary: 'Tell a room that the caller is writing, or is no more',
    description:
      'Nothing of it is kept: clients hear it at once, or never. Say it again every few seconds.',
    input: z.object({
      roomId: roomId(),
      action: z
        .enum(TYPING_ACTIONS, `must be one of ${TYPING_ACTIONS.join(', ')}`)
        .describe('Whether they begin to write, or stop.'),
    }),
    output: z.null(),
    errors: ['NOT_A_PARTY'],
    rest: [],
  }),
  watch: subscription({
    access: 'user',
    summary: 'Watch the caller’s rooms',
    description: 'Messages, offers and their answers, and how far each side has read.',
    input: z.object({ lastEventId: lastEventId() }),
    output: RoomEvent,
  }),
  watchTyping: subscription({
    access: 'user',
    summary: 'Watch who is writing in a room',
    description: 'Nothing is told later: there is nothing to resume.',
    input: z.object({ roomId: roomId(), lastEventId: lastEventId() }),
    output: RoomTypingEvent,
    errors: ['NOT_A_PARTY'],
  }),
}
