import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import type { Rendered } from './layout.ts'
import { renderMail } from './render-mail.ts'

/** A mail and what became of it. */
export interface KeptMail extends Rendered {
  readonly id: number
  readonly to: string
  readonly status: 'unsent' | 'sent' | 'failed'
  /** ISO 8601. */
  readonly createdAt: string
  readonly lastError: string | null
}

type Row = Omit<KeptMail, keyof Rendered> & { name: string; template: string; data: object }

const findRecent = statement<Row>(
  'find-recent-mails',
  `select m.id, coalesce(u.email, '') as "to", m.status, m.created_at as "createdAt",
          m.last_error as "lastError", u.display_name as name, m.template, m.data
     from mails m join users u on u.id = m.recipient_id
    order by m.id desc limit 100`,
)

/** The last hundred mails, newest first, whoever they are for: for the sandbox alone. */
export async function recentMails(ctx: Ctx): Promise<KeptMail[]> {
  const rows = await ctx.db.query(findRecent, [])
  return rows.map(({ name, template, data, ...kept }) => ({
    ...kept,
    createdAt: isoTime(kept.createdAt),
    ...renderMail(ctx.mails, template, data, name),
  }))
}
