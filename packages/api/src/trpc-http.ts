import { fileFieldOf, type Kind, SoukError } from '@souk/contract'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { type Admission, countStranger } from './admit.ts'
import type { ApiContext } from './context.ts'
import { toSoukError } from './errors.ts'
import { fileResponse } from './files/file-response.ts'
import { incoming } from './files/incoming.ts'
import { quotaHeaders } from './rate-limit.ts'
import { codingHeaders, mayBeUnread, readText } from './read-json.ts'
import { appRouter } from './router.ts'
import { sessionCookie } from './session-cookie.ts'
import {
  admitCalls,
  inputsOf,
  makeCalls,
  namedCalls,
  type TrpcAnswer,
  type TrpcCalls,
} from './trpc-calls.ts'

/** More calls than this in one HTTP request are refused. */
export const MAX_BATCH = 20

/** An HTTP request below tRPC's endpoint. */
export interface TrpcHttpRequest {
  readonly endpoint: string
  readonly request: Request
  readonly header: (name: string) => string | undefined
  /** What every answer carries, whatever it says; its type is ours to know. */
  readonly always: Readonly<Record<string, string>>
  /** Ends the connection. */
  readonly cutOff: () => void
}

/**
 * Serves tRPC over HTTP: lets the calls in by what the address and the headers say, then reads the
 * body, then makes them. What names no calls is left to tRPC's own adapter, which knows how to refuse
 * it; it also writes the streamed answers.
 */
export async function handleTrpc(http: TrpcHttpRequest, context: ApiContext): Promise<Response> {
  const { request, header } = http
  const query = new URLSearchParams(request.url.split('?', 2)[1])
  const calls = callsOf(http, query)
  if (!calls) return uncalled(http, context)
  const admissions = await admitCalls(calls, context)
  const ctx: ApiContext = { ...context, admissions, ...formOf(http, calls, context) }
  if (ctx.incoming) return answer(http, calls, [{}], ctx)
  if (!admissions.every(isRefused)) {
    try {
      const text = request.method === 'POST' ? await bodyOf(http) : query.get('input')
      const inputs = inputsOf(calls, text ?? undefined)
      if (header('trpc-accept') !== undefined) return adapted(http, ctx, text)
      return await answer(http, calls, inputs, ctx)
    } catch (thrown) {
      const refused = toSoukError(thrown)
      const all = admissions.map((one) => (isRefused(one) ? one : { refused }))
      return answer(http, calls, [], { ...ctx, admissions: all })
    }
  }
  return answer(http, calls, [], ctx)
}

const isRefused = (admission: Admission) => 'refused' in admission

/** The calls that a request's method and address name, where they are what tRPC's own client sends. */
function callsOf({ request, endpoint }: TrpcHttpRequest, query: URLSearchParams) {
  const kind = KINDS[request.method]
  const names = namesIn(request.url, endpoint)
  if (kind === undefined || names === undefined) return undefined
  const found = namedCalls(kind, names, query.get('batch') === '1')
  const isStream = found.calls.some(({ operation }) => operation?.declared.kind === 'subscription')
  return found.calls.length > MAX_BATCH || isStream ? undefined : found
}

/** What stands below the endpoint, as tRPC's adapter finds it too; undefined where it cannot be read. */
function namesIn(url: string, endpoint: string): string | undefined {
  const { pathname } = new URL(url)
  return pathname.startsWith(`${endpoint}/`)
    ? decoded(pathname.slice(endpoint.length + 1))
    : undefined
}

const KINDS: Readonly<Record<string, Kind | undefined>> = { GET: 'query', POST: 'mutation' }

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const FORM = /^multipart\/form-data\s*;/i

/** The form of a call that takes a file, which reads it itself. */
function formOf(
  { request, header }: TrpcHttpRequest,
  { calls, isBatch }: TrpcCalls,
  { spool }: ApiContext,
): Pick<ApiContext, 'incoming'> {
  const [call] = calls
  const takesFile = call?.operation && fileFieldOf(call.operation.declared) !== undefined
  const isForm = FORM.test(header('content-type') ?? '')
  return takesFile && isForm && !isBatch && spool ? { incoming: incoming(request, spool) } : {}
}

const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/** The body's text. tRPC would also take forms and files. */
async function bodyOf({ request, header }: TrpcHttpRequest): Promise<string> {
  const type = header('content-type')
  if (type !== undefined && !JSON_TYPE.test(type)) throw notJson()
  const text = await readText(request)
  if (type === undefined && text !== '') throw notJson()
  return text
}

function notJson(): SoukError {
  return new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json')
}

async function answer(
  { request, always, cutOff }: TrpcHttpRequest,
  calls: TrpcCalls,
  inputs: readonly unknown[],
  ctx: ApiContext,
): Promise<Response> {
  const made = await makeCalls(calls, inputs, ctx)
  const headersFor = ({ errors }: TrpcAnswer) => ({
    ...always,
    ...JSON_ANSWER,
    ...headersOf(ctx, request, errors),
  })
  if (made.file) return fileResponse(made.file, { headers: headersFor(made), cutOff })
  return new Response(JSON.stringify(made.body), { status: made.status, headers: headersFor(made) })
}

/** A request that calls nothing, or asks for a stream where there is none: it counts all the same. */
async function uncalled(http: TrpcHttpRequest, ctx: ApiContext): Promise<Response> {
  const { request, always } = http
  try {
    await countStranger(ctx)
  } catch (thrown) {
    const refused = toSoukError(thrown)
    const calls = namedCalls('query', '', false)
    return answer(http, calls, [], { ...ctx, admissions: [{ refused }] })
  }
  if (request.method !== 'HEAD') return adapted(http, ctx, null)
  return new Response(null, {
    status: 204,
    headers: { ...always, ...quotaHeaders(ctx.outcome.quota) },
  })
}

/** tRPC's own adapter; of a body it gets what has been read. */
function adapted(
  { endpoint, request, always }: TrpcHttpRequest,
  context: ApiContext,
  body: string | null,
): Promise<Response> {
  const { url, method, headers, signal } = request
  return fetchRequestHandler({
    endpoint,
    req: new Request(url, { method, headers, signal, ...(method === 'POST' && { body }) }),
    router: appRouter,
    createContext: () => context,
    maxBatchSize: MAX_BATCH,
    responseMeta: ({ errors, info }) => ({
      headers: {
        ...always,
        ...headersOf(context, request, errors),
        // Where it has not got as far as a call, tRPC leaves the type of its answer out.
        ...(info === undefined && JSON_ANSWER),
      },
    }),
  })
}

const JSON_ANSWER = { 'content-type': 'application/json' }

function headersOf(
  { outcome, secure }: ApiContext,
  { headers }: Request,
  errors: readonly unknown[],
): Record<string, string> {
  const refusals = errors.map(toSoukError)
  const waits = refusals.map(({ retryAfter }) => retryAfter ?? 0)
  const wait = Math.max(0, ...waits)
  return {
    ...quotaHeaders(outcome.quota),
    ...sessionCookie(outcome.session, secure),
    ...(wait > 0 && { 'retry-after': String(wait) }),
    ...(outcome.replayed && { 'idempotent-replayed': 'true' }),
    ...Object.assign({}, ...refusals.map((error) => codingHeaders(headers, error))),
    // The rest of such a body is not read, so nothing can follow it on this connection.
    ...(refusals.length > 0 && mayBeUnread(headers) && { connection: 'close' }),
  }
}
