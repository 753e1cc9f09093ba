import { row, statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { MailRefused } from './mailer.ts'
import { renderBundle } from './render-mail.ts'

/** A server that refuses a mail for good may be mistaken; so often it is not. */
const MOST_REFUSALS = 3

/** Milliseconds for which a mail is tried. */
const PATIENCE = 7 * 24 * 3_600_000

interface Unsent {
  readonly uuid: string
  readonly email: string
  readonly name: string
  readonly template: string
  readonly data: object
}

const claimFunction = dbFunction(
  'claim_mail',
  ['mail', 'capped'],
  row<{ claimed: number[] | null }>(),
)

const findUnsent = statement<Unsent>(
  'find-unsent-mail',
  `select m.uuid, u.email, u.display_name as name, m.template, m.data
     from mails m join users u on u.id = m.recipient_id
    where m.id = any ($1::bigint[]) and m.status = 'unsent' and u.email is not null
      and (not u.email_unverified or m.template = 'email.verify')
    order by m.id`,
)

const markSent = statement<object>(
  'mark-mail-sent',
  `update mails set status = 'sent', sent_at = $2, attempts = attempts + 1, last_error = null
    where id = any ($1::bigint[])`,
)

const noteFailure = statement<object>(
  'note-mail-failure',
  `update mails set
     attempts = attempts + 1, last_error = $2, refusals = refusals + $3,
     status = case when refusals + $3 >= $4 or created_at < $5 then 'failed' else status end
    where id = any ($1::bigint[]) and status = 'unsent'`,
)

/**
 * Sends one mail, if it is still to be sent, with those that were held for the same reader: an address
 * gets so many an hour and no more. Without a mailer it stays as it is, for good: nobody
 * wants the mail of months on the day a mail server is set up.
 * @throws whatever kept it from being sent, for the job to be tried again; after a week, or when the
 *   server has refused it often enough, the next try finds nothing to do
 */
export async function sendMail(ctx: Ctx, { mailId }: { mailId: number }): Promise<void> {
  const { db, mailer } = ctx
  if (!mailer) return
  const { claimed } = await call(ctx, claimFunction, {
    mail: mailId,
    capped: ctx.settings.emailVerification,
  })
  const mails = claimed ? await db.query(findUnsent, [claimed]) : []
  const [mail] = mails
  if (!mail) return
  const { uuid: id, email: to, name } = mail
  try {
    await mailer.send({ id, to, ...renderBundle(ctx.mails, mails, name) })
  } catch (error) {
    const refusals = error instanceof MailRefused ? 1 : 0
    const tooOld = new Date(ctx.clock().getTime() - PATIENCE)
    await db.query(noteFailure, [claimed, reasonOf(error), refusals, MOST_REFUSALS, tooOld])
    throw error
  }
  await db.query(markSent, [claimed, ctx.clock()])
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}
