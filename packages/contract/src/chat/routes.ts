import { attachments } from './attachments.routes.ts'

/** Document 4, chat. */
export const chat = { ...attachments }
