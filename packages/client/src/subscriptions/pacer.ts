import { backoff, type RetryPolicy } from '../retry.ts'

/** A socket that stays open for so long was a good one. */
const STABLE_AFTER = 5000
/** Souk's close code for too many or too slow: coming back at once will not help. */
const POLICY = 1008
const POLICY_PENALTY = 3

/** Decides how long to wait before the next attempt to connect. */
export interface Pacer {
  opened(): void
  closed(code: number | undefined): void
  /** Milliseconds; longer each time, until a connection has held. */
  delay(): number
}

/**
 * tRPC's own count begins anew with each connection that opens. A server that accepts and closes
 * at once would be asked again and again; this one counts on until a connection has held.
 */
export function createPacer(policy: RetryPolicy): Pacer {
  let failures = 0
  let openedAt: number | undefined
  return {
    opened() {
      openedAt = Date.now()
    },
    closed(code) {
      if (openedAt !== undefined && Date.now() - openedAt > STABLE_AFTER) failures = 0
      openedAt = undefined
      if (code === POLICY) failures += POLICY_PENALTY
    },
    delay() {
      failures += 1
      return backoff(failures - 1, policy)
    },
  }
}
