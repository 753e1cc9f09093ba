import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { SoukError } from '@souk/contract'
import type { Database } from '@souk/database'
import { createGuesses } from './guesses.ts'
import { LOGIN_LIMITS } from './login-limits.ts'

/** What is guessed at. Every spelling of a name is the same account. */
export interface Guessed {
  /** Undefined when nobody has that name. */
  readonly userId: number | undefined
  readonly name: string
}

/**
 * Slows guessing down. Whoever guesses at an account from one address is refused after a few tries.
 * All that others do can only make its owner wait, and not where they have signed in before.
 */
export interface LoginGuard {
  /**
   * Runs one attempt. It is counted before it is made, so that no burst slips past, on however many
   * processes; one that succeeds is taken back, and gives nobody new guesses. `attempt` answers
   * whether it succeeded. Waits without holding a connection.
   * @throws RATE_LIMITED after too many failures at this account from this address
   */
  attempt<T>(what: Guessed, address: string, attempt: () => Promise<T | null>): Promise<T | null>
  /**
   * The same of a code beside a password or a token. Codes are short, and only whoever has the first
   * factor can guess at them, so an account has its few guesses wherever they come from.
   * @throws RATE_LIMITED after too many failures
   */
  attemptCode<T>(userId: number, attempt: () => Promise<T | null>): Promise<T | null>
}

/**
 * The guard of one process; its counts are in the database, shared by all processes.
 * @param wait lets so many milliseconds pass
 */
export function createLoginGuard(
  database: Database,
  clock: () => Date,
  wait: (milliseconds: number) => Promise<unknown> = delay,
): LoginGuard {
  const guesses = createGuesses(database, clock)
  const inTurn = oneAtATime()

  return {
    async attempt(what, address, attempt) {
      const account = accountKey(what)
      const pair = `pair:${account} ${address}`
      const stand = await guesses.standOf(pair, what.userId, address)
      if (stand.freeAt !== null) throw tooMany(stand.freeAt, clock())
      const counted = stand.known ? [] : [`account:${account}`, `address:${address}`]
      const at = clock()
      await wait(waitFor(await guesses.count(counted, at)))
      // In turn: what succeeds holds a place for a moment only, so ten tabs that sign in at once may.
      return inTurn(pair, async () => {
        const started = clock()
        if (!(await guesses.take(pair, started))) {
          await guesses.giveBack(counted, at)
          const { freeAt } = await guesses.standOf(pair, what.userId, address)
          throw tooMany(freeAt ?? started, started)
        }
        const forget = async () => {
          await guesses.giveBack(counted, at)
          await guesses.giveBack([pair], started)
        }
        // Only a wrong answer is a guess: what could not be looked at was none.
        const result = await attempt().catch(async (error) => {
          await forget()
          throw error
        })
        if (result === null) return null
        await forget()
        if (what.userId !== undefined) await guesses.remember(what.userId, address)
        return result
      })
    },
    async attemptCode(userId, attempt) {
      const key = `code:user ${userId}`
      return inTurn(key, async () => {
        const started = clock()
        if (!(await guesses.take(key, started))) {
          const { freeAt } = await guesses.standOf(key, userId, '')
          throw tooMany(freeAt ?? started, started)
        }
        const result = await attempt()
        if (result !== null) await guesses.giveBack([key], started)
        return result
      })
    },
  }
}

/** Hashed, because typed names may be passwords. */
function accountKey({ userId, name }: Guessed): string {
  return userId === undefined
    ? `name ${createHash('sha256').update(name).digest('hex')}`
    : `user ${userId}`
}

/** Milliseconds to wait with so many guesses counted, this one included. */
function waitFor(counts: readonly number[]): number {
  const [account = 0, address = 0] = counts
  const beyond = Math.max(account - LOGIN_LIMITS.account, address - LOGIN_LIMITS.address, 0)
  return Math.min(beyond * LOGIN_LIMITS.step, LOGIN_LIMITS.longestWait)
}

function tooMany(freeAt: Date, now: Date): SoukError {
  const retryAfter = Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 1000))
  return new SoukError('RATE_LIMITED', `Too many attempts, try again in ${retryAfter} s`, {
    retryAfter,
  })
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
