import { hash, verify } from '@node-rs/argon2'
import { SoukError } from '@souk/contract'
import { usernameKey } from './names.ts'

// argon2id, the library's default, with the cost OWASP recommends as a minimum.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash that no password matches, so that unknown names cost the same time as known ones. */
let decoy: Promise<string> | undefined

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST)
}

/** Whether the password is right. Takes as long for an account without one. */
export async function verifyPassword(
  password: string,
  passwordHash: string | null | undefined,
): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID())
  const given = passwordHash ?? (await decoy)
  const composed = password.normalize('NFC')
  // As it was typed second: passwords were not always composed before they were hashed.
  const matches =
    (await verify(given, composed)) || (composed !== password && (await verify(given, password)))
  return matches && passwordHash != null
}

/** @throws VALIDATION_FAILED when the new password in `field` is the username. */
export function refuseNameAsPassword(username: string, password: string, field: string): void {
  if (usernameKey(username) !== usernameKey(password)) return
  const message = 'must not be the username'
  throw new SoukError('VALIDATION_FAILED', message, { fields: [{ path: [field], message }] })
}
