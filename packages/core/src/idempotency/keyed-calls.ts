import { SoukError } from '@souk/contract'
import type { Database } from '@souk/database'
import { createTurns, type GroupTurns } from '../turns.ts'

/** Calls under an Idempotency-Key that may be under way at a time. */
export const KEYED_CALLS = { ofCaller: 50, ofAddress: 200 }

/** Transactions that the keyed calls of one caller have open at a time. */
const CONNECTIONS_EACH = 4

/** Whose keyed call it is. */
export interface KeyedCaller {
  /** To whom the key belongs. */
  readonly scope: string
  readonly address: string
}

/** Sees to it that keyed calls leave connections to others: they wait here, holding none. */
export interface KeyedCalls {
  /**
   * Runs a call when no other with the same key is under way.
   * @throws RATE_LIMITED when its caller or its address has too many under way
   */
  inTurn<T>(caller: KeyedCaller, key: string, call: () => Promise<T>): Promise<T>
  /** Runs a transaction of a keyed call when there is a connection for it. */
  writing<T>(caller: KeyedCaller, write: () => Promise<T>): Promise<T>
}

/** Keyed calls of one process; they never use more than half of its connections. */
export function createKeyedCalls({ pool }: Database, turns: GroupTurns): KeyedCalls {
  const callers = createTurns({ atOnceEach: KEYED_CALLS.ofCaller, waiting: 0, refusal: tooMany })
  const addresses = createTurns({ atOnceEach: KEYED_CALLS.ofAddress, waiting: 0, refusal: tooMany })
  const keys = createTurns({ atOnceEach: 1 })
  const connections = createTurns({
    atOnceEach: CONNECTIONS_EACH,
    get atOnce() {
      return Math.max(1, Math.floor(pool.options.max / 2))
    },
  })
  return {
    inTurn: ({ scope, address }, key, call) =>
      addresses.run(address, () => callers.run(scope, () => keys.run(`${scope} ${key}`, call))),
    writing: ({ scope, address }, write) =>
      turns.run(address, scope, () => connections.run(scope, write)),
  }
}

function tooMany(): SoukError {
  const message = 'Too many calls with an Idempotency-Key at once, try again in 1 s'
  return new SoukError('RATE_LIMITED', message, { retryAfter: 1 })
}
