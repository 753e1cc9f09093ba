import type { ClientConfig } from 'pg'
import { insideOf, OwnClient } from './own-client.ts'

/** How long an answer is waited for. Shared by the connections of a process, and may change. */
export interface Patience {
  /** Milliseconds from a statement to its answer; 0 for as long as it takes. */
  answer: number
}

export interface WatchedConfig extends ClientConfig {
  readonly patience: Patience
  /** Told of a connection that has been cut because no answer came. */
  readonly onSilence: () => void
}

/** What became of a statement that was never answered. */
class Silence extends Error {
  readonly code = 'ETIMEDOUT'
}

/** read_only_sql_transaction */
const READ_ONLY = '25006'

interface Given {
  readonly query_timeout?: number
}

/**
 * A connection that is cut when the server leaves a statement unanswered: after a failover, or behind
 * a router that forgot it, the line is silent and nothing else would ever say so. Whoever waits, and
 * whoever would wait next, is told that the connection is gone.
 */
export class WatchedClient extends OwnClient {
  readonly #config: WatchedConfig
  #readOnly = false
  #timer: NodeJS.Timeout | undefined

  constructor(config: WatchedConfig) {
    super(config)
    this.#config = config
    this.on('drain', () => clearTimeout(this.#timer))
    this.on('end', () => clearTimeout(this.#timer))
    // What pg hears, in whatever form the statement was given.
    insideOf(this).connection.on('errorMessage', ({ code }: { code?: string }) => {
      if (code === READ_ONLY) this.#readOnly = true
    })
  }

  /** Whether the server refused to write: a session may stay so although the database no longer is. */
  get readOnly(): boolean {
    return this.#readOnly
  }

  // biome-ignore lint/suspicious/noExplicitAny: every form in which a statement can be given
  override query(...given: any[]): any {
    // A text has no such property either.
    const { query_timeout: own }: Given = given[0]
    const limit = own ?? this.#config.patience.answer
    clearTimeout(this.#timer)
    if (limit > 0) {
      this.#timer = setTimeout(() => {
        this.cut(new Silence('PostgreSQL did not answer in time'))
        this.#config.onSilence()
      }, limit)
    }
    return Reflect.apply(super.query, this, withoutLimit(given))
  }

  /** Ends the connection without a word to the server, which might never hear it. */
  cut(why?: Error): void {
    clearTimeout(this.#timer)
    // pg's socket: one of our own would need its TLS as well.
    insideOf(this).connection.stream.destroy(why)
  }
}

/** pg's own limit leaves the connection in the pool, waiting. */
function withoutLimit([first, ...rest]: unknown[]): unknown[] {
  if (typeof first !== 'object' || first === null || !('query_timeout' in first)) {
    return [first, ...rest]
  }
  const { query_timeout: _, ...config } = first
  return [config, ...rest]
}
