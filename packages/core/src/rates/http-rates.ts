import { z } from 'zod'
import type { Rates } from './rates.ts'
import { pairsOf } from './static-rates.ts'

export interface HttpRatesOptions {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  readonly clock: () => Date
  /** Milliseconds from the moment that the answer itself names, after which it is not fresh. */
  readonly maxAge: number
  /** Milliseconds for which an answer is used at most before the next one is asked for. */
  readonly ttl?: number
  /** Milliseconds that an answer may take. */
  readonly timeout?: number
  /** Told of each failure, and once of a pair that cannot be understood; callers are not. */
  readonly onError?: (error: unknown) => void
  /** Milliseconds that pass whatever happens to the clock. */
  readonly monotonic?: () => number
}

/**
 * What the server of rates must answer:
 * `{"rates": {"btc": {"usd": "60000.12"}}, "at": "2026-01-02T03:04:05Z"}`.
 */
const Answer = z.object({
  rates: z.record(z.string(), z.record(z.string(), z.unknown())),
  at: z.iso.datetime({ offset: true }),
})
const Coin = z.string().regex(/^[a-z]{2,10}$/i)
const Fiat = z.string().regex(/^[a-z]{3}$/i)
const Price = z.string().regex(/^(?=.*[1-9])\d{1,15}(\.\d{1,18})?$/)

interface Known {
  readonly pairs: Readonly<Record<string, string>>
  /** Milliseconds for which the prices are fresh still. */
  readonly freshFor: number
  /** Pairs that were left out. */
  readonly bad: readonly string[]
}

/** Milliseconds between two questions, however soon prices go stale. */
const SOONEST = 250

/**
 * Rates from a server, asked for only when they are needed. One request at a time serves all who
 * wait; if it fails, the last good answer counts for as long as it is fresh. How much time passes is
 * told by a clock that nobody sets: with the other, an old price would stay for as long as that is set back.
 */
export function createHttpRates(options: HttpRatesOptions): Rates {
  const { maxAge, ttl = 30_000, onError = () => {}, monotonic = () => performance.now() } = options
  let pairs: Known['pairs'] = {}
  let staleAt = Number.NEGATIVE_INFINITY
  let askAgainAt = Number.NEGATIVE_INFINITY
  let bad: readonly string[] = []
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    let freshFor = maxAge
    try {
      const known = await fetchRates(options)
      warnOf(known.bad.filter((pair) => !bad.includes(pair)))
      bad = known.bad
      pairs = known.pairs
      freshFor = known.freshFor
      staleAt = monotonic() + freshFor
    } catch (error) {
      onError(error)
    }
    // Half of its age, so that the next answer is there before this one is stale.
    askAgainAt = monotonic() + Math.max(SOONEST, Math.min(ttl, freshFor / 2))
    asking = undefined
  }

  function warnOf(pairs: readonly string[]): void {
    if (pairs.length === 0) return
    onError(new Error(`the server of rates has no price that can be used of ${pairs.join(', ')}`))
  }

  return {
    async current() {
      if (monotonic() >= askAgainAt) {
        asking ??= ask()
        await asking
      }
      return monotonic() <= staleAt ? pairs : {}
    },
  }
}

async function fetchRates(options: HttpRatesOptions): Promise<Known> {
  const { url, fetch, clock, maxAge, timeout = 3000 } = options
  const signal = AbortSignal.timeout(timeout)
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } })
  const text = await response.text()
  if (!response.ok) throw new Error(`the server of rates answered ${response.status}`)
  const { rates, at } = Answer.parse(JSON.parse(text))
  const { good, bad } = sorted(rates)
  if (Object.keys(good).length === 0) throw new Error('the server of rates knows no price')
  // A moment to come would keep the answer fresh for too long.
  const age = Math.max(0, clock().getTime() - Date.parse(at))
  return { pairs: pairsOf(good), freshFor: maxAge - age, bad }
}

/** One price that nobody can use is no reason to go without all others. */
function sorted(rates: z.infer<typeof Answer>['rates']) {
  const good: Record<string, Record<string, string>> = {}
  const bad: string[] = []
  for (const [coin, prices] of Object.entries(rates)) {
    for (const [fiat, value] of Object.entries(prices)) {
      const price = Price.safeParse(value)
      if (price.success && Coin.safeParse(coin).success && Fiat.safeParse(fiat).success) {
        good[coin] = { ...good[coin], [fiat]: price.data }
      } else bad.push(`${coin}:${fiat}`)
    }
  }
  return { good, bad }
}
