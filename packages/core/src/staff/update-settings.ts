import { SoukError, type UserSettings } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { wakeAfterCommit } from '../events/record-event.ts'
import { sessionStream } from '../events/streams.ts'
import { getSettings } from './get-settings.ts'
import { RIGHTS, type Right } from './settings.ts'
import { unknownUser } from './user-of.ts'

type Given = Partial<Record<Right | 'isActive', boolean | undefined>>

type ChangeRow = { outcome: 'done' | 'own_ban'; user: number } | { outcome: 'unknown'; user: null }

const changeStatement = statement<ChangeRow>(
  'staff-change-settings',
  'select outcome, user_id as "user" from change_user_settings($1, $2, $3, $4, $5, $6, $7, $8)',
)

/**
 * Changes what a user may do, in one transaction; what is not named stays. It binds with the commit:
 * every verb's own statement checks it, a ban ends all sessions, and sockets are told.
 * @throws NOT_FOUND; FORBIDDEN for a member of staff who would ban himself
 */
export async function updateSettings(
  ctx: Ctx,
  input: Given & { userId: string },
): Promise<UserSettings> {
  const { userId, isActive, ...rights } = input
  const named = (wanted: boolean) =>
    Object.entries(RIGHTS)
      .filter(([right]) => rights[right as Right] === wanted)
      .map(([, what]) => what)
  const [row] = await ctx.db.query(changeStatement, [
    signedIn(ctx).userId,
    userId,
    isActive ?? null,
    named(true),
    named(false),
    JSON.stringify({ isActive, ...rights }),
    ctx.clock(),
    ctx.address,
  ])
  if (!row || row.outcome === 'unknown') throw unknownUser()
  if (row.outcome === 'own_ban') throw new SoukError('FORBIDDEN', 'You cannot ban yourself')
  if (isActive === false) wakeAfterCommit(ctx, [sessionStream(row.user)])
  return getSettings(ctx, { userId })
}
