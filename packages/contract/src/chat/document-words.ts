import { type ContractWords, partsIn } from '../document-words.ts'
import { SideInDocument4, UserInDocument4 } from './message.ts'

export const words: ContractWords = {
  domains: {
    chat: {
      name: 'Direct chat',
      description:
        'Messages between two users. They are heard live on the WebSocket `/ws/chat/room/` (also `/chat/room/ws/`), by the SDK with `chat.watch`.',
    },
    'chat.blocks': {
      name: 'Direct chat: blocks',
      description: 'Whom the caller wants to hear nothing from.',
    },
  },
  names: {
    'chat.threads': 'Thread',
    'chat.messages': 'DirectMessage',
    'chat.report': 'MessageReport',
    'chat.blocks.list': 'BlockedUser',
    'chat.upload': 'Attachment',
  },
  parts: partsIn('entity', { ChatUser: UserInDocument4, MessageSide: SideInDocument4 }),
}
