import { NOTIFICATION_KINDS, type NotificationSettings } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'

/** What is kept of a user's notifications beside them. */
export interface Inbox {
  readonly unread: number
  /** All up to this one are read. */
  readonly readUpTo: number
  /** The kinds that were switched off. */
  readonly muted: readonly string[]
}

const selectInbox = statement<Inbox>(
  'notification-inbox',
  'select unread, read_up_to as "readUpTo", muted from notification_inboxes where user_id = $1',
)

const EMPTY: Inbox = { unread: 0, readUpTo: 0, muted: [] }

/** The caller's. */
export async function inboxOf(ctx: Ctx): Promise<Inbox> {
  const [row] = await ctx.db.query(selectInbox, [signedIn(ctx).userId])
  return row ?? EMPTY
}

export function settingsOf(muted: readonly string[]): NotificationSettings {
  const settings = NOTIFICATION_KINDS.map((kind) => [kind, !muted.includes(kind)])
  return Object.fromEntries(settings) as NotificationSettings
}
