import { SoukError, type UserSettings } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { unknownUser } from '../people/brief-of.ts'
import { unforeseen } from '../unforeseen.ts'
import { getSettings } from './get-settings.ts'
import { RIGHTS, type Right } from './settings.ts'

type Given = Partial<Record<Right | 'isActive', boolean | undefined>>

const changeFunction = dbFunction(
  'change_user_settings',
  ['user', 'active', 'give', 'take', 'details'],
  row<{ outcome: 'done' | 'waits' | 'own_ban' | 'unknown' }>(),
)

/**
 * Changes what a user may do, in one transaction; what is not named stays. It binds with the commit:
 * every verb's own statement checks it, a ban ends all sessions, and sockets are told. Of a member of
 * staff, nothing changes before a second member wants the same.
 * @throws NOT_FOUND; FORBIDDEN for a member of staff who would ban themself
 */
export async function updateSettings(
  ctx: Ctx,
  input: Given & { userId: string },
): Promise<UserSettings & { awaitsConfirmation?: true }> {
  const { userId, isActive, ...rights } = input
  const named = (wanted: boolean) =>
    Object.entries(RIGHTS)
      .filter(([right]) => rights[right as Right] === wanted)
      .map(([, what]) => what)
  const { outcome } = await call(ctx, changeFunction, {
    user: userId,
    active: isActive ?? null,
    give: named(true),
    take: named(false),
    details: JSON.stringify({ isActive, ...rights }),
  })
  switch (outcome) {
    case 'done':
      return getSettings(ctx, { userId })
    case 'waits':
      return { ...(await getSettings(ctx, { userId })), awaitsConfirmation: true }
    case 'own_ban':
      throw new SoukError('FORBIDDEN', 'You cannot ban yourself')
    case 'unknown':
      throw unknownUser()
    default:
      throw unforeseen(outcome)
  }
}
