import { createHash } from 'node:crypto'
import { SoukError } from '@souk/contract'
import type { Database } from '@souk/database'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

/** Slows guessing down: per account wherever it comes from, and per address whatever it tries. */
export interface LoginGuard {
  /**
   * Runs one attempt; attempts on the same account wait for each other, so that a burst of guesses
   * cannot slip past the count. `attempt` answers whether it succeeded.
   * @throws RATE_LIMITED while the account or the address has too many recent failures.
   */
  attempt<T>(account: string, address: string, attempt: () => Promise<T | null>): Promise<T | null>
}

/** Failures that are free, and the seconds to wait once they are used up. */
export const LOGIN_LIMITS = {
  account: { points: 5, duration: 900, blockDuration: 60 },
  address: { points: 50, duration: 900, blockDuration: 60 },
}

/** The guard of one process; its counts are in the database, shared by all processes. */
export function createLoginGuard(database: Database): LoginGuard {
  const limiter = (keyPrefix: keyof typeof LOGIN_LIMITS) =>
    new RateLimiterPostgres({
      storeClient: database.sidePool,
      storeType: 'pool',
      tableName: 'login_failures',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      ...LOGIN_LIMITS[keyPrefix],
    })
  const limiters = { account: limiter('account'), address: limiter('address') }
  const inTurn = oneAtATime()

  return {
    attempt: (name, address, attempt) => {
      // Hashed, because a name may be longer than the column, and typed names may be passwords.
      const account = createHash('sha256').update(name).digest('hex')
      return inTurn(account, async () => {
        await refuseIfBlocked(limiters.account, account)
        await refuseIfBlocked(limiters.address, address)
        const result = await attempt()
        if (result === null) {
          await countFailure(limiters.account, account)
          await countFailure(limiters.address, address)
        } else {
          await limiters.account.delete(account)
        }
        return result
      })
    },
  }
}

async function refuseIfBlocked(limiter: RateLimiterPostgres, key: string): Promise<void> {
  const state = await limiter.get(key)
  if (state === null || state.consumedPoints <= limiter.points) return
  const retryAfter = Math.max(1, Math.ceil(state.msBeforeNext / 1000))
  throw new SoukError('RATE_LIMITED', `Too many attempts, try again in ${retryAfter} s`, {
    retryAfter,
  })
}

async function countFailure(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (rejection) {
    // A RateLimiterRes only says that the limit has been reached: the next attempt will meet it.
    if (!(rejection instanceof RateLimiterRes)) throw rejection
  }
}

/** Runs tasks with the same key one after another. */
function oneAtATime() {
  const tails = new Map<string, Promise<unknown>>()
  return <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const turn = (tails.get(key) ?? Promise.resolve()).then(task, task)
    const tail = turn
      .catch(() => {})
      .then(() => void (tails.get(key) === tail && tails.delete(key)))
    tails.set(key, tail)
    return turn
  }
}
