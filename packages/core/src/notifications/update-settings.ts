import { NOTIFICATION_KINDS, type NotificationSettings } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { settingsOf } from './inbox.ts'

type Change = { readonly [Kind in keyof NotificationSettings]?: boolean | undefined }

/** One statement for both lists: an inbox is also written by whoever tells its owner something. */
const change = statement<{ muted: string[] }>(
  'notification-settings',
  `insert into notification_inboxes as known (user_id, muted) values ($1, $3::text[])
   on conflict (user_id) do update set muted = array(
     select unnest(known.muted) except select unnest($2::text[]) union select unnest($3::text[]))
   returning muted`,
)

/** Switches kinds of notifications on and off; what is not given stays as it is. */
export async function updateSettings(ctx: Ctx, input: Change): Promise<NotificationSettings> {
  const kinds = (isOn: boolean) => NOTIFICATION_KINDS.filter((kind) => input[kind] === isOn)
  const { userId } = signedIn(ctx)
  const [row] = await ctx.db.query(change, [userId, kinds(true), kinds(false)])
  return settingsOf(row?.muted ?? [])
}
