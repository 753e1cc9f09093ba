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
  rates: z.record(z.string(), z.record(z.string(), z.unknown()).catch({})),
  at: z.iso.datetime({ offset: true }),
})

const Pair = z.string().regex(/^[a-z]{2,10}:[a-z]{3}$/)
const Price = z.string().regex(/^(?=.*[1-9])\d{1,15}(\.\d{1,18})?$/)

interface Known {
  readonly pairs: Readonly<Record<string, string>>
  /** When the prices were so. */
  readonly at: number
  /** When they came. */
  readonly askedAt: number
}

const NOTHING: Known = { pairs: {}, at: Number.NEGATIVE_INFINITY, askedAt: 0 }

/** Milliseconds between two requests at least, however badly prices are needed. */
const LEAST_PAUSE = 1000

/**
 * Rates from a server, asked for only when they are needed. One request at a time serves all who
 * wait; if it fails, the last good answer counts for as long as it is fresh.
 */
export function createHttpRates(options: HttpRatesOptions): Rates {
  const { clock, maxAge, onError = () => {} } = options
  // Twice in the time for which an answer counts, so that there is always one.
  const ttl = options.ttl ?? Math.min(30_000, maxAge / 2)
  const complain = onceEach(onError)
  let known = NOTHING
  let triedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    try {
      const { left, ...answer } = await fetchRates(options)
      known = answer
      complain(left)
    } catch (error) {
      onError(error)
    }
    triedAt = clock().getTime()
    asking = undefined
  }

  /** Not in the future either: a clock that has been set back says nothing of how old they are. */
  const isFresh = (now: number) => now >= known.askedAt && now - known.at <= maxAge

  return {
    async current() {
      const now = clock().getTime()
      const since = now - triedAt
      const due = since >= (isFresh(now) ? ttl : Math.min(ttl, LEAST_PAUSE))
      if (due || since < 0) {
        asking ??= ask()
        await asking
      }
      return isFresh(clock().getTime()) ? known.pairs : NOTHING.pairs
    },
  }
}

/** Tells of pairs that are left out: again only when they are others. */
function onceEach(onError: (error: unknown) => void): (left: readonly string[]) => void {
  let told = ''
  return (left) => {
    const list = left.join(', ')
    if (list !== told && list !== '') {
      onError(new Error(`these rates are no prices and are left out: ${list}`))
    }
    told = list
  }
}

async function fetchRates({ url, fetch, clock, timeout = 3000 }: HttpRatesOptions) {
  const signal = AbortSignal.timeout(timeout)
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } })
  const text = await response.text()
  if (!response.ok) throw new Error(`the server of rates answered ${response.status}`)
  const { rates, at } = Answer.parse(JSON.parse(text))
  const all = Object.entries(pairsOf(rates))
  const isGood = ([pair, price]: [string, unknown]) =>
    Pair.safeParse(pair).success && Price.safeParse(price).success
  const good = all.filter(isGood)
  const left = all.filter((entry) => !isGood(entry)).map(([pair]) => pair)
  if (good.length === 0) throw new Error(`the server of rates has no price: ${left.join(', ')}`)
  const now = clock().getTime()
  return {
    pairs: Object.fromEntries(good) as Record<string, string>,
    // A moment to come would keep the answer fresh for too long.
    at: Math.min(Date.parse(at), now),
    askedAt: now,
    left,
  }
}
