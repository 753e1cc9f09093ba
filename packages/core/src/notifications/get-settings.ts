import type { NotificationSettings } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { inboxOf, settingsOf } from './inbox.ts'

/** Of what the caller is told. */
export async function getSettings(ctx: Ctx): Promise<NotificationSettings> {
  return settingsOf((await inboxOf(ctx)).muted)
}
