import { type ContractWords, partsIn } from '../document-words.ts'
import { RoomProduct, RoomRequest } from './room.ts'
import { RoomUser } from './user.ts'

export const words: ContractWords = {
  domains: {
    rooms: {
      name: 'Negotiation rooms',
      description:
        'Where a buyer and a seller write to each other about a product, and offer each other prices. A price that both agree to becomes an unpaid order.',
    },
    'rooms.reactions': {
      name: 'Negotiation rooms: reactions',
      description: 'What the two of a room say of a message without a word.',
    },
  },
  names: {
    'rooms.list': 'Room',
    'rooms.open': 'OpenedRoom',
    'rooms.get': 'RoomPage',
    'rooms.messages': 'RoomMessage',
    'rooms.reactions.list': 'Reaction',
    'rooms.respond': 'AnsweredOffer',
  },
  parts: partsIn('rooms', { RoomProduct, RoomRequest, RoomUser }),
}
