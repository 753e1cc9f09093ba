import type { IncomingMessage } from 'node:http'
import {
  type ApiContext,
  admit,
  type Credential,
  type Operation,
  quotaHeaders,
  sessionCookie,
  toSoukError,
} from '@souk/api'
import { SoukError } from '@souk/contract'
import type { Context, Hono, Next } from 'hono'
import type { ContextFactory } from './context-factory.ts'
import { API_HEADERS, pagingHeaders, refusalHeaders } from './headers.ts'
import { hasBody, mayBeUnread, readBody } from './read-body.ts'
import { isRecord, type RestInput } from './read-input.ts'
import { type CompiledRoute, compileRoute, refuse } from './route.ts'
import { mountUnknown } from './unknown.ts'

export interface RestDoor {
  readonly operations: Iterable<Operation>
  readonly contextOf: ContextFactory
}

/** Mounts every REST path of the operations, and the refusals of all other paths. */
export function mountRest(app: Hono, door: RestDoor): void {
  const mounted = [...door.operations].flatMap((operation) =>
    operation.declared.rest.map((rest) => ({
      operation,
      route: compileRoute(operation.path, operation.declared, rest),
    })),
  )
  mounted.sort(({ route: a }, { route: b }) => (placeOf(a) < placeOf(b) ? -1 : 1))
  const routes = mounted.map(({ route }) => route)
  for (const { operation, route } of mounted) {
    const path = honoPath(route.rest.path)
    const serve = (c: Context) => answer(c, operation, route, door)
    const takes = route.isChangingGet ? takerOf(path, routes) : undefined
    const handler = takes ? (c: Context, next: Next) => (takes(c) ? serve(c) : next()) : serve
    app.on(route.rest.method, [path, `${path}/`], handler)
  }
  mountUnknown(app, routes, door.contextOf)
}

/**
 * The first match answers: in this order `/ads/mine` comes before `/ads/{id}`, and the mutation of a
 * path before its query.
 */
function placeOf({ rest, procedure }: CompiledRoute): string {
  return `${rest.path.replace(/\/$/, '')} ${procedure.kind}`
}

/** `/trades/{id}` → `/trades/:id`, without a trailing slash. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1').replace(/(.)\/$/, '$1')
}

/**
 * Which requests a mutation reached by GET takes: never HEAD, which Hono gives to the handlers of
 * GET; and where the path can also be read, only what has a body.
 */
function takerOf(path: string, routes: readonly CompiledRoute[]): (c: Context) => boolean {
  const isRead = routes.some(
    ({ rest, procedure }) =>
      rest.method === 'GET' && procedure.kind === 'query' && honoPath(rest.path) === path,
  )
  return (c) => c.req.method !== 'HEAD' && (!isRead || hasBody(c.req.raw))
}

async function answer(
  c: Context,
  operation: Operation,
  route: CompiledRoute,
  door: RestDoor,
): Promise<Response> {
  const found = door.contextOf(c, route.rest.path)
  const ctx = route.isChangingGet ? withoutCookie(found) : found
  try {
    return await perform(c, operation, route, ctx)
  } catch (thrown) {
    const error = toSoukError(thrown)
    if (error.code === 'INTERNAL_ERROR' && !(thrown instanceof SoukError)) ctx.report(thrown)
    const { status, body } = refuse(route.dialect, error, route.reader.inDocument)
    const end = mayBeUnread(c.req.raw) ? { connection: 'close' } : {}
    return respond(ctx, status, body, { ...API_HEADERS, ...refusalHeaders(error), ...end })
  }
}

/** A browser sends its cookie with every GET that any page makes it ask, so it counts for nothing. */
function withoutCookie(ctx: ApiContext): ApiContext {
  return ctx.credential?.carrier === 'cookie' ? { ...ctx, credential: undefined } : ctx
}

async function perform(
  c: Context,
  operation: Operation,
  route: CompiledRoute,
  ctx: ApiContext,
): Promise<Response> {
  const { rest, procedure, reader, dialect } = route
  const { input, bodyToken } = route.takesBody ? await bodyOf(c, route, ctx) : queryOf(c)
  const credential = preferred(ctx.credential, bodyToken)
  const names = procedure.kind === 'mutation' ? reader.names(input.body) : undefined
  const caller = route.takesBody ? { ...ctx, credential, names } : ctx
  const result = await operation.call(caller, reader.read(input))
  const { body, paging } = route.respond(result)
  const { session, replayed } = ctx.outcome
  const headers: Record<string, string> = { ...route.headers }
  if (route.locate) headers.location = route.locate(result)
  if (paging) Object.assign(headers, pagingHeaders(c.req.url, paging, dialect.perPage))
  if (session) Object.assign(headers, sessionCookie(session, ctx.secure))
  if (replayed) headers['idempotent-replayed'] = 'true'
  return respond(ctx, rest.status ?? 200, body, headers)
}

/** The input of a request whose body does not count. */
function queryOf(c: Context) {
  return { input: { path: c.req.param(), query: c.req.query(), body: {} }, bodyToken: undefined }
}

/**
 * The request's input, and the credential it may carry in its body. The credential is checked
 * before the body: without a good one, a broken body is a 401 like any other.
 */
async function bodyOf(
  c: Context,
  { procedure: { access, kind }, takesQuery }: CompiledRoute,
  ctx: ApiContext,
): Promise<{ input: RestInput; bodyToken: Credential | undefined }> {
  const path = c.req.param()
  const query = takesQuery ? c.req.query() : {}
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage }
  try {
    const { body, bodyToken } = unwrapToken(await readBody(c.req.raw, incoming))
    return { input: { path, query, body }, bodyToken }
  } catch (error) {
    await admit(ctx, access, kind)
    throw error
  }
}

/** Document 3 lets a body carry the token, beside the fields or around them in `data`. */
function unwrapToken(given: Record<string, unknown>) {
  const { access_token: token, ...fields } = given
  if (typeof token !== 'string') return { body: given, bodyToken: undefined }
  const { data, ...others } = fields
  const body = isRecord(data) && Object.keys(others).length === 0 ? data : fields
  return { body, bodyToken: { token, carrier: 'explicit' } satisfies Credential }
}

/** What the client put in itself comes before the cookie, which its browser adds unasked. */
function preferred(
  fromHead: Credential | undefined,
  fromBody: Credential | undefined,
): Credential | undefined {
  return fromHead?.carrier === 'explicit' ? fromHead : (fromBody ?? fromHead)
}

function respond(
  ctx: ApiContext,
  status: number,
  body: unknown,
  headers: Record<string, string>,
): Response {
  headers['x-request-id'] = ctx.requestId
  if (ctx.outcome.quota) Object.assign(headers, quotaHeaders(ctx.outcome.quota))
  return new Response(JSON.stringify(body), { status, headers })
}
