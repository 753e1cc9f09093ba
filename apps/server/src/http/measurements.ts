import { createHash, timingSafeEqual } from 'node:crypto'
import { admit, quotaHeaders, toSoukError } from '@souk/api'
import { API_HEADERS, type ContextFactory, refusalHeaders } from '@souk/rest-door'
import { Hono } from 'hono'
import type { Metrics } from '../metrics.ts'
import { jsonAnswer, onlyGet } from './answers.ts'
import { headerOf } from './context-of.ts'

export interface MeasurementsOptions {
  readonly metrics: Metrics
  readonly contextOf: ContextFactory
  /** What the operator's Prometheus shows; without it only staff read. */
  readonly token: string | undefined
}

const PATHS = ['/metrics', '/metrics/']

/**
 * `/metrics`, for staff and whoever has the operator's token. They say who trades how much, and how
 * near the process is to its limits. Everybody else is a stranger, and told so with 401.
 */
export function measurements({ metrics, contextOf, token }: MeasurementsOptions): Hono {
  const isOperators = token === undefined ? () => false : matcherOf(`Bearer ${token}`)
  const app = new Hono()
  app.on('GET', PATHS, async (c) => {
    const ctx = contextOf(c, '/metrics')
    const own = { 'x-request-id': ctx.requestId }
    try {
      // A scrape every few seconds is wanted: who has the token is in no quota.
      if (!isOperators(headerOf(c)('authorization'))) await admit(ctx, 'staff', 'query')
    } catch (thrown) {
      const error = toSoukError(thrown)
      const { message, code } = error
      const headers = { ...own, ...refusalHeaders(error), ...quotaHeaders(ctx.outcome.quota) }
      return jsonAnswer(STATUSES[code] ?? 401, { message, code }, headers)
    }
    const { type, text } = await metrics.scrape()
    const quota = quotaHeaders(ctx.outcome.quota)
    return c.body(text, 200, { ...API_HEADERS, ...own, ...quota, 'content-type': type })
  })
  for (const path of PATHS) app.all(path, onlyGet)
  return app
}

const STATUSES: Partial<Record<string, number>> = {
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL_ERROR: 500,
}

/** Compares in a time that says nothing of how much of it was right. */
function matcherOf(secret: string): (given: string | undefined) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = digest(secret)
  return (given) => given !== undefined && timingSafeEqual(digest(given), expected)
}
