import { isSoukError, noAnswerOf } from './errors.ts'
import type { RetryOptions } from './options.ts'

export type RetryPolicy = Required<RetryOptions>

const DEFAULTS: RetryPolicy = { attempts: 4, minDelayMs: 300, maxDelayMs: 10_000 }

export function retryPolicy(options: RetryOptions | false | undefined): RetryPolicy {
  return options === false ? { ...DEFAULTS, attempts: 1 } : { ...DEFAULTS, ...options }
}

/** A random wait that may be twice as long after each failure; random, so that clients spread. */
export function backoff(failures: number, { minDelayMs, maxDelayMs }: RetryPolicy): number {
  return Math.random() * Math.min(maxDelayMs, minDelayMs * 2 ** failures)
}

/**
 * Milliseconds to wait before repeating a call that has failed.
 * @returns undefined when it is not to be repeated
 */
export function retryDelay(
  error: unknown,
  attempt: number,
  policy: RetryPolicy,
): number | undefined {
  const asked = waitAskedFor(error)
  if (asked === undefined || attempt >= policy.attempts) return undefined
  const seconds = asked * 1000
  return seconds > policy.maxDelayMs ? undefined : seconds + backoff(attempt - 1, policy)
}

/** Answers by which a proxy says that Souk is away for the moment. */
const AWAY = [502, 503, 504]

/** Seconds to wait at least, of an error that may pass. */
function waitAskedFor(error: unknown): number | undefined {
  if (isSoukError(error, 'UNAVAILABLE')) return error.data.retryAfter ?? 0
  if (isSoukError(error, 'RATE_LIMITED')) return error.data.retryAfter
  const noAnswer = noAnswerOf(error)
  if (!noAnswer) return undefined
  const { status, retryAfter } = noAnswer
  if (status === 429) return retryAfter
  return status === undefined || AWAY.includes(status) ? (retryAfter ?? 0) : undefined
}

/** Waits. @throws the signal's reason as soon as it says stop */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
