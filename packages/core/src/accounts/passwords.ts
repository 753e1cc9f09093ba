import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { SoukError } from '@souk/contract'
import { createTurns } from '../turns.ts'
import { usernameKey } from './names.ts'

// argon2id, the library's default, with the cost OWASP recommends as a minimum.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The threads that hashing runs on are four, and not for hashing alone. */
const THREADS = 4

/**
 * Passwords that are hashed at a time leave a core to everything else. Whoever comes from another
 * address waits for one of each crowd, and not for the crowd.
 */
const hashing = createTurns({
  atOnce: Math.max(1, Math.min(availableParallelism(), THREADS) - 1),
  waiting: 512,
  waitingEach: 128,
  refusal: () =>
    new SoukError('UNAVAILABLE', 'The service is busy, please try again', { retryAfter: 2 }),
})

/** A hash that no password matches, so that unknown names cost the same time as known ones. */
let decoy: Promise<string> | undefined

/**
 * Hashes a password when it is its turn.
 * @param address whose turn it is
 * @throws UNAVAILABLE when too many wait already
 */
export function hashPassword(password: string, address = 'system'): Promise<string> {
  return hashing.run(address, () => hash(password.normalize('NFC'), COST))
}

/**
 * Whether the password is right. Takes as long for an account without one.
 * @throws UNAVAILABLE when too many wait already
 */
export async function verifyPassword(
  password: string,
  passwordHash: string | null | undefined,
  address = 'system',
): Promise<boolean> {
  decoy ??= hash(crypto.randomUUID(), COST)
  const against = passwordHash ?? (await decoy)
  const composed = password.normalize('NFC')
  // As it was typed second: passwords were not always composed before they were hashed.
  const typed = composed === password ? [composed] : [composed, password]
  let matches = false
  for (const one of typed) {
    matches ||= await hashing.run(address, () => verify(against, one))
  }
  return matches && passwordHash != null
}

/** @throws VALIDATION_FAILED when the new password in `field` is the username. */
export function refuseNameAsPassword(username: string, password: string, field: string): void {
  if (usernameKey(username) !== usernameKey(password)) return
  const message = 'must not be the username'
  throw new SoukError('VALIDATION_FAILED', message, { fields: [{ path: [field], message }] })
}
