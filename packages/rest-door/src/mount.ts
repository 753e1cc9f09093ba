import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Admission,
  type ApiContext,
  admission,
  type Credential,
  codingHeaders,
  fileResponse,
  hasBody,
  incoming,
  mayBeUnread,
  NOBODYS,
  type Operation,
  quotaHeaders,
  sessionCookie,
  toSoukError,
} from '@souk/api'
import { type Access, type GivenFile, SoukError } from '@souk/contract'
import type { Context, Hono, Next } from 'hono'
import type { ContextFactory } from './context-factory.ts'
import { API_HEADERS, pagingHeaders, refusalHeaders } from './headers.ts'
import { readBody } from './read-body.ts'
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
  return (c) => c.req.method !== 'HEAD' && (!isRead || hasBody(c.req.raw.headers))
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
    const { headers } = c.req.raw
    return respond(ctx, status, body, {
      ...API_HEADERS,
      ...refusalHeaders(error),
      ...codingHeaders(headers, error),
      ...(mayBeUnread(headers) && { connection: 'close' }),
    })
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
  const { reader } = route
  const { caller, input } = await callOf(c, route, ctx)
  return operation.call(caller, input && reader.read(input), (result) =>
    route.fileTypes ? fileOf(c, result as GivenFile, ctx) : written(c, route, ctx, result),
  )
}

function written(
  c: Context,
  { rest, dialect, ...route }: CompiledRoute,
  ctx: ApiContext,
  result: unknown,
): Response {
  const { body, paging } = route.respond(result)
  const { session, replayed } = ctx.outcome
  const headers: Record<string, string> = { ...route.headers }
  if (route.locate) headers.location = route.locate(result)
  if (paging) Object.assign(headers, pagingHeaders(c.req.url, paging, dialect.perPage))
  if (session) Object.assign(headers, sessionCookie(session, ctx.secure))
  if (replayed) headers['idempotent-replayed'] = 'true'
  const status = rest.isThereAlready?.(result as never) ? 200 : (rest.status ?? 200)
  return respond(ctx, status, body, headers)
}

function fileOf(c: Context, file: GivenFile, ctx: ApiContext): Promise<Response> {
  const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse }
  return fileResponse(file, {
    headers: { ...API_HEADERS, ...ownHeaders(ctx) },
    isHead: c.req.method === 'HEAD',
    cutOff: () => outgoing?.destroy(),
  })
}

/** Who calls, and with what. */
interface Call {
  readonly caller: ApiContext
  /** Undefined when the caller was refused before there was any. */
  readonly input: RestInput | undefined
}

function callOf(c: Context, route: CompiledRoute, ctx: ApiContext): Call | Promise<Call> {
  if (route.takesFile) return formOf(c, route, ctx)
  return route.takesBody ? bodyOf(c, route, ctx) : queryOf(c, ctx)
}

/** A request with a file, which is read once there is room for it. */
async function formOf(c: Context, { procedure }: CompiledRoute, ctx: ApiContext): Promise<Call> {
  const { access, kind, quota } = procedure
  const found = await admission(ctx, access, kind, quota)
  const form = ctx.spool && incoming(c.req.raw, ctx.spool)
  return {
    caller: { ...ctx, admission: found, incoming: form },
    input: { path: c.req.param(), query: {}, body: {} },
  }
}

/** A request whose body does not count. */
function queryOf(c: Context, caller: ApiContext): Call {
  return { caller, input: { path: c.req.param(), query: c.req.query(), body: {} } }
}

/**
 * A request with a body, and the credential it may carry in there. Whoever is to be refused by what
 * the head says (no quota left, no good credential) is refused before the body is read; and without a
 * good credential, a broken body is a 401 like any other.
 */
async function bodyOf(c: Context, route: CompiledRoute, ctx: ApiContext): Promise<Call> {
  const { procedure, reader, takesQuery } = route
  const { access, kind, quota } = procedure
  const early = await admission(ctx, access, kind, quota)
  if (isFinal(early, access, ctx)) return { caller: { ...ctx, admission: early }, input: undefined }
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage }
  try {
    const { body, bodyToken } = unwrapToken(await readBody(c.req.raw, incoming))
    const credential = preferred(ctx.credential, bodyToken)
    const isSame = credential === ctx.credential
    // Taken from the address, as long as nobody could know whose it is.
    if (!isSame && !ctx.credential) await ctx.limiter.giveBack(ctx.core.address)
    const names = kind === 'mutation' ? reader.names(body) : undefined
    return {
      caller: { ...ctx, credential, names, admission: isSame ? early : undefined },
      input: { path: c.req.param(), query: takesQuery ? c.req.query() : {}, body },
    }
  } catch (error) {
    throw 'refused' in early ? early.refused : error
  }
}

/** Whether a token in the body could not change it: that counts for more than a cookie, or nothing. */
function isFinal(found: Admission, access: Access, { credential }: ApiContext): boolean {
  if (!('refused' in found)) return false
  const isSettled = access === 'public' || credential?.carrier === 'explicit'
  return isSettled || found.refused.code === 'RATE_LIMITED'
}

/** Document 3 lets a body carry the token, beside the fields or around them in `data`. */
function unwrapToken(given: Record<string, unknown>) {
  const { access_token: token, ...fields } = given
  if (typeof token !== 'string') return { body: given, bodyToken: undefined }
  const { data, ...others } = fields
  const body = isRecord(data) && Object.keys(others).length === 0 ? data : fields
  return { body, bodyToken: { token, carrier: 'explicit' } satisfies Credential }
}

/**
 * What the client put in itself comes before the cookie, which its browser adds unasked. Of two that it
 * put in nobody can tell which it means.
 */
function preferred(
  fromHead: Credential | undefined,
  fromBody: Credential | undefined,
): Credential | undefined {
  if (!fromHead || !fromBody) return fromHead ?? fromBody
  if (fromHead.carrier === 'cookie') return { ...fromBody, cookie: fromHead.token }
  return fromHead.token === fromBody.token ? fromHead : { ...fromHead, token: NOBODYS }
}

function respond(
  ctx: ApiContext,
  status: number,
  body: unknown,
  headers: Record<string, string>,
): Response {
  Object.assign(headers, ownHeaders(ctx))
  if (status !== NO_CONTENT) return new Response(JSON.stringify(body), { status, headers })
  const { 'content-type': _, ...others } = headers
  return new Response(null, { status, headers: others })
}

const NO_CONTENT = 204

/** The headers of one answer, whatever it is. */
function ownHeaders({ requestId, outcome }: ApiContext): Record<string, string> {
  return { 'x-request-id': requestId, ...quotaHeaders(outcome.quota) }
}
