import type { UserSettings } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { unknownUser } from '../people/brief-of.ts'
import { selectSettings, settingsOf } from './settings.ts'

/** What a user may do. @throws NOT_FOUND */
export async function getSettings(ctx: Ctx, input: { userId: string }): Promise<UserSettings> {
  const [row] = await ctx.db.query(selectSettings, [input.userId])
  if (!row) throw unknownUser()
  return settingsOf(row)
}
