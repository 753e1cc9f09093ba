/** serialization_failure and deadlock_detected: the transaction was rolled back and may simply run again. */
export const CONFLICTS: ReadonlySet<string> = new Set(['40001', '40P01'])

export interface RetryPolicy {
  /** How often at most, the first try included. */
  readonly attempts: number
  /** Upper bound of the first pause in milliseconds; it doubles with each attempt. */
  readonly pause: number
  /** After which SQLSTATEs; by default after conflicts. */
  readonly states?: ReadonlySet<string>
}

const DEFAULT_RETRY: RetryPolicy = { attempts: 6, pause: 8 }

/** The SQLSTATE of a PostgreSQL error, wherever the driver or the ORM put it. */
export function sqlState(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string') return e.code
  }
  return undefined
}

/**
 * Runs `work`, and runs it again when PostgreSQL rolled it back for a conflict with another
 * transaction. The pause is drawn at random, so that two losers do not meet again.
 */
export async function withRetry<T>(
  work: () => Promise<T>,
  policy: RetryPolicy = DEFAULT_RETRY,
): Promise<T> {
  const { states = CONFLICTS } = policy
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= policy.attempts || !states.has(sqlState(error) ?? '')) throw error
      await pause(Math.random() * policy.pause * 2 ** (attempt - 1))
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
