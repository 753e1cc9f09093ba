import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import { withRates } from '../prepared.ts'
import type { Verbs } from '../verbs.ts'
import { getRoom } from './get-room.ts'
import { listRoomMessages } from './list-room-messages.ts'
import { listRooms } from './list-rooms.ts'
import { markRoomRead } from './mark-room-read.ts'
import { openRoom } from './open-room.ts'
import { addReaction, listReactions, removeReaction } from './reactions.ts'
import { respondToOffer } from './respond-to-offer.ts'
import { sendOffer } from './send-offer.ts'
import { sendToRoom } from './send-to-room.ts'
import { sendRoomTyping, watchRoomTyping } from './typing.ts'
import { watchRooms } from './watch-rooms.ts'

/** Where a buyer and a seller negotiate (document 5). */
export const rooms = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    rooms: {
      list: listRooms,
      open: openRoom,
      get: getRoom,
      messages: listRoomMessages,
      send: withRates(sendToRoom),
      sendOffer: withRates(sendOffer),
      respond: withRates(respondToOffer),
      markRead: markRoomRead,
      typing: sendRoomTyping,
      watch: watchRooms,
      watchTyping: watchRoomTyping,
      reactions: { list: listReactions, add: addReaction, remove: removeReaction },
    } satisfies Verbs<typeof contract.rooms>,
  },
} satisfies Domain
