import { randomBytes } from 'node:crypto'
import { seal, unseal } from '../idempotency/seal.ts'
import type { Settings } from '../settings.ts'

const purpose = (userId: number) => `secret of a webhook of user ${userId}`

/** A secret as Standard Webhooks writes them, of 256 random bits. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/** A secret as it is stored: under a key made of the server's, for the webhooks of this user alone. */
export const sealSecret = (settings: Settings, userId: number, secret: string) =>
  seal(settings, purpose(userId), secret)

/** The secret; undefined when it was sealed under a secret key that has been replaced since. */
export function openSecret(settings: Settings, userId: number, sealed: Buffer): string | undefined {
  try {
    return unseal(settings, purpose(userId), sealed)
  } catch {
    return undefined
  }
}
