import type { OwnUser } from '@souk/contract'
import { type Changes, updateAccount } from '../accounts/update-account.ts'
import type { Ctx } from '../context.ts'
import { getProfile } from './own-user.ts'

/**
 * Changes the caller's username or picture.
 * @throws ALREADY_REGISTERED, VALIDATION_FAILED
 */
export async function updateProfile(ctx: Ctx, changes: Changes): Promise<OwnUser> {
  await updateAccount(ctx, changes)
  return getProfile(ctx)
}
