import { mail } from '@souk/core'
import type { NodemailerError } from 'nodemailer'
import type { Config } from '../config/config.ts'
import { senderOf } from '../config/sender.ts'

/** Milliseconds that each step, and a whole mail, may take; a job has a minute. */
const STEP = 10_000
const WHOLE = 45_000

/** Mails that go out at a time. */
export const MAILS_AT_ONCE = 5

export interface OpenMailer {
  /** Undefined without SMTP_URL. */
  readonly mailer: mail.Mailer | undefined
  close(): void
}

/** The operator's mail server, if there is one. */
export async function openMailer({ SMTP_URL: url, MAIL_FROM }: Config): Promise<OpenMailer> {
  const from = senderOf(MAIL_FROM)
  if (url === undefined || from === undefined) return { mailer: undefined, close() {} }
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MAILS_AT_ONCE,
    maxRequeues: 0, // the job tries again, and knows better when
    connectionTimeout: STEP,
    greetingTimeout: STEP,
    socketTimeout: STEP,
    dnsTimeout: STEP,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    mailer: {
      async send({ id, to, ...content }) {
        try {
          await transport.sendMail({
            ...content,
            from,
            to: { name: '', address: to },
            messageId: `<${id}@${domain}>`,
            headers: { 'Auto-Submitted': 'auto-generated' },
            signal: AbortSignal.timeout(WHOLE),
          })
        } catch (error) {
          throw isRefusal(error) ? new mail.MailRefused(error.message, { cause: error }) : error
        }
      },
    },
    close: () => transport.close({ force: true }),
  }
}

/**
 * Whether the server does not want this mail or its reader, for good. That it does not want us, or
 * our sender's address, is for the operator to mend, and the mail can wait.
 */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { permanent, command, code } = error as NodemailerError
  return permanent === true && (command === 'RCPT TO' || code === 'EMESSAGE')
}
