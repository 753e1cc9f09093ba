import type { z } from 'zod'
import { type ContractWords, exampleOf } from '../words.ts'
import type { Attachment } from './attachment.ts'
import { chat } from './routes.ts'

const domains = {
  chat: {
    name: 'Chat',
    description: 'Messages between two people, and the files that go with them.',
  },
}

const names = {
  'chat.upload': 'Attachment',
}

const receipt: z.output<typeof Attachment> = {
  id: '5b0f6c1e-8a43-4d6e-9c52-0e7d1a3f9b21',
  name: 'receipt.pdf',
  type: 'application/pdf',
  size: 48_211,
  createdAt: '2026-03-14T09:26:53.000Z',
}

const content = new Blob(['%PDF-1.7 …'])

const examples = new Map([
  exampleOf(chat.upload, { file: content }, receipt),
  exampleOf(chat.download, { id: receipt.id }, { ...receipt, open: async () => content.stream() }),
])

export const words: ContractWords = { domains, names, examples }
