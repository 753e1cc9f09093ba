import type { Domain } from '../domain.ts'
import { sendMail } from './send-mail.ts'

/** Mail to users: written by the transaction that gives the reason, sent by a job. */
export const mail = {
  sql: new URL('./sql/', import.meta.url),
  queues: { 'mail.send': { work: sendMail } },
} satisfies Domain
