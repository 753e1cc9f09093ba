import { seal, unseal } from '../idempotency/seal.ts'
import type { Settings } from '../settings.ts'

const purpose = (userId: number) => `secret of the authenticator app of user ${userId}`

/** A secret as it is stored: under a key made of the server's, for this user alone. */
export const sealSecret = (settings: Settings, userId: number, secret: string) =>
  seal(settings, purpose(userId), secret)

/** The secret; undefined when it was sealed under a secret key that has been replaced since. */
export function openSecret(
  settings: Settings,
  userId: number,
  sealed: Uint8Array,
): string | undefined {
  try {
    return unseal(settings, purpose(userId), Buffer.from(sealed))
  } catch {
    return undefined
  }
}
