import { type QuotaName, SoukError } from '@souk/contract'
import type { Actor } from '@souk/core'

/** Where a caller stands in their present window. */
export interface Quota {
  readonly limit: number
  readonly remaining: number
  /** When the window ends, in seconds since 1970. */
  readonly resetAt: number
}

/** Counts calls: those of a signed-in user for them, all others for their address. */
export interface RateLimiter {
  /** Whether Souk is to bear whatever comes, floods of frames included. */
  readonly isOff: boolean
  /** Takes one call from one of the caller's quotas; undefined where that is not limited. */
  take(
    actor: Actor,
    address: string,
    quota: QuotaName,
  ): Promise<(Quota & { exceeded: boolean }) | undefined>
  /** Gives back a call that was taken from an address, and turned out to be somebody's. */
  giveBack(address: string): Promise<void>
}

/** A limiter that lets everybody through. */
export const UNLIMITED: RateLimiter = {
  isOff: true,
  take: async () => undefined,
  giveBack: async () => {},
}

/** Document 3's headers. */
export function quotaHeaders(quota: Quota | undefined): Record<string, string> {
  if (!quota) return {}
  return {
    'x-ratelimit-limit': String(quota.limit),
    'x-ratelimit-remaining': String(quota.remaining),
    'x-ratelimit-reset': String(quota.resetAt),
  }
}

export function rateLimited(quota: Quota, now: Date): SoukError {
  const retryAfter = Math.max(1, Math.ceil(quota.resetAt - now.getTime() / 1000))
  const message = `Rate limit exceeded, try again in ${retryAfter} s`
  return new SoukError('RATE_LIMITED', message, { retryAfter })
}
