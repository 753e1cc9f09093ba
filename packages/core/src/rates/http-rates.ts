import { z } from 'zod'
import type { Rates } from './rates.ts'
import { pairsOf } from './static-rates.ts'

export interface HttpRatesOptions {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  readonly clock: () => Date
  /** Milliseconds from the moment that the answer itself names, after which it is not fresh. */
  readonly maxAge: number
  /** Milliseconds for which an answer is used before the next one is asked for. */
  readonly ttl?: number
  /** Milliseconds that an answer may take. */
  readonly timeout?: number
  /** Told of each failure; callers are not. */
  readonly onError?: (error: unknown) => void
}

/**
 * What the server of rates must answer:
 * `{"rates": {"btc": {"usd": "60000.12"}}, "at": "2026-01-02T03:04:05Z"}`.
 */
const Answer = z.object({
  rates: z.record(
    z.string().regex(/^[a-z]{2,10}$/i),
    z.record(
      z.string().regex(/^[a-z]{3}$/i),
      z.string().regex(/^(?=.*[1-9])\d{1,15}(\.\d{1,18})?$/, 'must be a price as a string'),
    ),
  ),
  at: z.iso.datetime({ offset: true }),
})

interface Known {
  readonly pairs: Readonly<Record<string, string>>
  /** When the prices were so. */
  readonly at: number
}

const NOTHING: Known = { pairs: {}, at: 0 }

/**
 * Rates from a server, asked for only when they are needed. One request at a time serves all who
 * wait; if it fails, the last good answer counts for as long as it is fresh.
 */
export function createHttpRates(options: HttpRatesOptions): Rates {
  const { clock, maxAge, ttl = 30_000, onError = () => {} } = options
  let known = NOTHING
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    try {
      known = await fetchRates(options)
    } catch (error) {
      onError(error)
    }
    askedAt = clock().getTime()
    asking = undefined
  }

  return {
    async current() {
      if (clock().getTime() - askedAt >= ttl) {
        asking ??= ask()
        await asking
      }
      return clock().getTime() - known.at <= maxAge ? known.pairs : NOTHING.pairs
    },
  }
}

async function fetchRates({ url, fetch, clock, timeout = 3000 }: HttpRatesOptions): Promise<Known> {
  const signal = AbortSignal.timeout(timeout)
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } })
  const text = await response.text()
  if (!response.ok) throw new Error(`the server of rates answered ${response.status}`)
  const { rates, at } = Answer.parse(JSON.parse(text))
  // A moment to come would keep the answer fresh for too long.
  return { pairs: pairsOf(rates), at: Math.min(Date.parse(at), clock().getTime()) }
}
