import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'

/**
 * One log line and one count a request. The line names the route and never the query, which may
 * carry a token.
 */
export function observe(log: Logger, metrics: Metrics): MiddlewareHandler {
  return async (c, next) => {
    const start = performance.now()
    await next()
    const milliseconds = performance.now() - start
    const { method, path } = c.req
    const { status, headers } = c.res
    // Unknown paths share one label: anybody can make them up.
    const route = status === 404 && routePath(c, -1) === '*' ? 'unknown' : routePath(c, -1)
    metrics.request(route, method, status, milliseconds / 1000)
    const requestId = headers.get('x-request-id')
    log.info({ method, path, status, ms: Math.round(milliseconds * 10) / 10, requestId }, 'request')
  }
}
