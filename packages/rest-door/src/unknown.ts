import { type ApiContext, countStranger, quotaHeaders, toSoukError } from '@souk/api'
import { type Dialect, SoukError } from '@souk/contract'
import type { Context, Hono } from 'hono'
import type { ContextFactory } from './context-factory.ts'
import { DIALECTS, type DialectRules, FAMILIES } from './dialects.ts'
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
  const families = [...FAMILIES, ...routes.map(({ rest }) => rest)]
  const send = (c: Context, ctx: ApiContext, error: SoukError, headers: object = {}) => {
    const { status, body } = refuse(nearestDialect(families, segmentsOf(c.req.path)), error)
    const own = { 'x-request-id': ctx.requestId, ...quotaHeaders(ctx.outcome.quota) }
    const all = { ...API_HEADERS, ...own, ...refusalHeaders(error), ...headers }
    return new Response(JSON.stringify(body), { status, headers: all })
  }

  app.notFound(async (c) => {
    const ctx = contextOf(c, 'unknown')
    try {
      await countStranger(ctx)
    } catch (thrown) {
      return send(c, ctx, toSoukError(thrown))
    }
    const allowed = methodsOf(routes, segmentsOf(c.req.path))
    if (allowed.length === 0) return send(c, ctx, new SoukError('NOT_FOUND', 'Not found'))
    const error = new SoukError('METHOD_NOT_ALLOWED', `Use ${allowed.join(' or ')}`)
    return send(c, ctx, error, { allow: allowed.join(', ') })
  })

  app.onError((thrown, c) => {
    const ctx = contextOf(c, 'unknown')
    const error = toSoukError(thrown)
    if (error.code === 'INTERNAL_ERROR') ctx.report(thrown)
    return send(c, ctx, error)
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

/** The dialect of the path that shares most of this one's beginning. */
function nearestDialect(
  known: readonly { path: string; dialect: Dialect }[],
  segments: readonly string[],
): DialectRules {
  let best: { shared: number; dialect: Dialect } = { shared: 0, dialect: 'plain' }
  for (const { path, dialect } of known) {
    const own = segmentsOf(path)
    const end = own.findIndex((part, i) => part !== segments[i])
    const shared = end === -1 ? own.length : end
    if (shared > best.shared) best = { shared, dialect }
  }
  return DIALECTS[best.dialect]
}
