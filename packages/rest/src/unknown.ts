import { SoukError } from '@souk/contract'
import type { Context, Hono } from 'hono'
import { DIALECTS, type DialectRules } from './dialects.ts'
import { API_HEADERS } from './headers.ts'
import { type CompiledRoute, refuse } from './route.ts'

/** Answers whatever no route takes: 405 for a known path, else 404, in the path's own dialect. */
export function mountUnknown(app: Hono, routes: readonly CompiledRoute[]): void {
  app.notFound((c) => {
    const segments = c.req.path.split('/').filter(Boolean)
    const allowed = methodsOf(routes, segments)
    if (allowed.length === 0) {
      return send(c, dialectOf(routes, segments), new SoukError('NOT_FOUND', 'Not found'), {})
    }
    const error = new SoukError('METHOD_NOT_ALLOWED', `Use ${allowed.join(' or ')}`)
    return send(c, dialectOf(routes, segments), error, { allow: allowed.join(', ') })
  })
}

function send(c: Context, dialect: DialectRules, error: SoukError, headers: object): Response {
  const { status, body } = refuse(dialect, error)
  const isHead = c.req.method === 'HEAD'
  const requestId = { 'x-request-id': crypto.randomUUID() }
  return new Response(isHead ? null : JSON.stringify(body), {
    status,
    headers: { ...API_HEADERS, ...requestId, ...headers },
  })
}

const segmentsOf = ({ rest }: CompiledRoute) => rest.path.split('/').filter(Boolean)

function methodsOf(routes: readonly CompiledRoute[], segments: readonly string[]): string[] {
  const found = routes.filter((route) => {
    const own = segmentsOf(route)
    return (
      own.length === segments.length &&
      own.every((part, i) => part.startsWith('{') || part === segments[i])
    )
  })
  const methods = new Set(found.map(({ rest }) => rest.method as string))
  if (methods.has('GET')) methods.add('HEAD')
  return [...methods].sort()
}

/** The dialect of the route that shares most of the path's beginning. */
function dialectOf(routes: readonly CompiledRoute[], segments: readonly string[]): DialectRules {
  let best = { shared: 0, dialect: DIALECTS.plain }
  for (const route of routes) {
    const own = segmentsOf(route)
    const end = own.findIndex((part, i) => part !== segments[i])
    const shared = end === -1 ? own.length : end
    if (shared > best.shared) best = { shared, dialect: route.dialect }
  }
  return best.dialect
}
