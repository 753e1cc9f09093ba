import type { z } from 'zod'
import { type ContractWords, exampleOf, partsIn } from '../words.ts'
import type { Attachment } from './attachment.ts'
import { SideInDocument4, UserInDocument4 } from './message.ts'
import { chat } from './routes.ts'

const domains = {
  chat: {
    name: 'Direct chat',
    description:
      'Messages between two users. They are heard live on the WebSocket `/ws/chat/room/` (also `/chat/room/ws/`), by the SDK with `chat.watch`.',
  },
  'chat.blocks': {
    name: 'Direct chat: blocks',
    description: 'Whom the caller wants to hear nothing from.',
  },
}

const names = {
  'chat.threads': 'Thread',
  'chat.messages': 'DirectMessage',
  'chat.report': 'MessageReport',
  'chat.blocks.list': 'BlockedUser',
  'chat.upload': 'Attachment',
}

const parts = partsIn('entity', { ChatUser: UserInDocument4, MessageSide: SideInDocument4 })

type Message = z.output<typeof chat.deleteMessage.output>

const idris: Message['sender'] = {
  id: 57,
  uuid: '7f1b9d52-30c8-4e6a-9f44-2b8c6d0e1a57',
  username: 'idris',
  email: 'i***@example.com',
  firstName: 'Idris',
  lastName: 'Bello',
}

const halima: Message['sender'] = {
  id: 61,
  uuid: '3c5e8a10-94d7-4b2f-8a61-5d7f9e0b2c61',
  username: 'halima',
  email: 'h***@example.com',
  firstName: 'Halima',
  lastName: null,
}

const sent: Message = {
  id: 5410,
  threadId: 12,
  sender: idris,
  receiver: halima,
  message: 'Is the map still there?',
  clientId: 'b3f1',
  attachedFile: null,
  attachedFileName: null,
  attachedFileSize: '0kb',
  delivered: true,
  seen: false,
  deleted: false,
  createdAt: '2026-03-14T09:26:53.000Z',
  updatedAt: '2026-03-14T09:26:53.000Z',
}

const receipt: z.output<typeof Attachment> = {
  id: '5b0f6c1e-8a43-4d6e-9c52-0e7d1a3f9b21',
  name: 'receipt.pdf',
  type: 'application/pdf',
  size: 48_211,
  createdAt: '2026-03-14T09:26:53.000Z',
}

const content = new File(['%PDF-1.7 …'], receipt.name)

const page = { page: 1, perPage: 50, total: 1 }

const examples = new Map([
  exampleOf(
    chat.threads,
    {},
    {
      items: [
        {
          id: 12,
          userOne: idris,
          userTwo: halima,
          lastMessage: sent.message,
          lastMessageId: sent.id,
          lastMessageAt: sent.createdAt,
          unread: 1,
          createdAt: sent.createdAt,
        },
      ],
      ...page,
    },
  ),
  exampleOf(chat.messages, { uid: idris.uuid }, { items: [sent], ...page, perPage: 100 }),
  exampleOf(
    chat.send,
    { uid: halima.uuid, message: sent.message, clientId: 'b3f1' },
    { ...sent, delivered: false, isRepeated: false },
  ),
  exampleOf(chat.markRead, { uid: idris.uuid, upTo: sent.id }, { readUpTo: sent.id, unread: 0 }),
  exampleOf(chat.typing, { uid: halima.uuid }, null),
  exampleOf(chat.deleteMessage, { id: sent.id }, { ...sent, message: '', deleted: true }),
  exampleOf(
    chat.report,
    { id: sent.id, reason: 'This is the third time today.' },
    {
      id: 4,
      messageId: sent.id,
      reason: 'This is the third time today.',
      status: 'open',
      createdAt: '2026-03-14T09:31:07.000Z',
    },
  ),
  exampleOf(
    chat.blocks.list,
    {},
    { items: [{ user: idris, blockedAt: '2026-03-14T09:31:07.000Z' }], ...page },
  ),
  exampleOf(chat.blocks.add, { uid: idris.uuid }, null),
  exampleOf(chat.blocks.remove, { uid: idris.uuid }, null),
  exampleOf(chat.upload, { file: content }, receipt),
  exampleOf(chat.download, { id: receipt.id }, content),
  exampleOf(chat.discard, { id: receipt.id }, null),
])

export const words: ContractWords = { domains, names, parts, examples }
