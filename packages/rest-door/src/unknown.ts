import { toSoukError } from '@souk/api'
import { SoukError } from '@souk/contract'
import type { Context, Hono } from 'hono'
import type { ContextFactory } from './context-factory.ts'
import { DIALECTS, type DialectRules } from './dialects.ts'
import { API_HEADERS, refusalHeaders } from './headers.ts'
import { type CompiledRoute, refuse } from './route.ts'

/**
 * Answers whatever no route takes: 405 for a known path, else 404; and whatever a route lets fall.
 * Each in the path's own dialect.
 */
export function mountUnknown(
  app: Hono,
  routes: readonly CompiledRoute[],
  contextOf: ContextFactory,
): void {
  const send = (c: Context, error: SoukError, headers: object = {}) => {
    const { status, body } = refuse(nearestDialect(routes, segmentsOf(c.req.path)), error)
    const requestId = { 'x-request-id': contextOf(c, 'unknown').requestId }
    const all = { ...API_HEADERS, ...requestId, ...refusalHeaders(error), ...headers }
    return new Response(JSON.stringify(body), { status, headers: all })
  }

  app.notFound((c) => {
    const allowed = methodsOf(routes, segmentsOf(c.req.path))
    if (allowed.length === 0) return send(c, new SoukError('NOT_FOUND', 'Not found'))
    const error = new SoukError('METHOD_NOT_ALLOWED', `Use ${allowed.join(' or ')}`)
    return send(c, error, { allow: allowed.join(', ') })
  })

  app.onError((thrown, c) => {
    const error = toSoukError(thrown)
    if (error.code === 'INTERNAL_ERROR') contextOf(c, 'unknown').report(thrown)
    return send(c, error)
  })
}

/** `/trades/1/` → `trades`, `1`: the one slash that may trail does not count. */
function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/').slice(1)
}

function methodsOf(routes: readonly CompiledRoute[], segments: readonly string[]): string[] {
  const found = routes.filter(({ rest }) => {
    const own = segmentsOf(rest.path)
    return (
      own.length === segments.length &&
      own.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]))
    )
  })
  const methods = new Set(found.map(({ rest }) => rest.method as string))
  // HEAD is a GET that only reads.
  if (found.some((one) => one.rest.method === 'GET' && !one.isChangingGet)) methods.add('HEAD')
  return [...methods].sort()
}

/** The dialect of the route that shares most of the path's beginning. */
function nearestDialect(
  routes: readonly CompiledRoute[],
  segments: readonly string[],
): DialectRules {
  let best = { shared: 0, dialect: DIALECTS.plain }
  for (const { rest } of routes) {
    const own = segmentsOf(rest.path)
    const end = own.findIndex((part, i) => part !== segments[i])
    const shared = end === -1 ? own.length : end
    if (shared > best.shared) best = { shared, dialect: DIALECTS[rest.dialect] }
  }
  return best.dialect
}
