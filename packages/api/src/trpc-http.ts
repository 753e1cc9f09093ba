import { SoukError } from '@souk/contract'
import type { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { ApiContext } from './context.ts'
import { toSoukError, toTrpcError } from './errors.ts'
import { quotaHeaders } from './rate-limit.ts'
import { appRouter } from './router.ts'
import { sessionCookie } from './session-cookie.ts'
import { makeCalls, understand } from './trpc-calls.ts'

/** More calls than this in one HTTP request are refused. */
export const MAX_BATCH = 20
/** Bytes a request body may have, at whichever door. */
export const MAX_BODY = 1024 * 1024

/** An HTTP request below tRPC's endpoint. */
export interface TrpcHttpRequest {
  readonly endpoint: string
  readonly request: Request
  readonly header: (name: string) => string | undefined
  /** What every answer carries, whatever it says; its type is ours to know. */
  readonly always: Readonly<Record<string, string>>
}

/**
 * Serves tRPC over HTTP. Plain calls are made directly, for they are nearly all there are;
 * everything else, and everything to be refused for its form, goes through tRPC's own adapter.
 */
export async function handleTrpc(http: TrpcHttpRequest, context: ApiContext): Promise<Response> {
  const { request, header } = http
  if (request.method === 'HEAD') return new Response(null, { status: 204, headers: http.always })
  const length = header('content-length')
  const isJson = JSON_TYPE.test(header('content-type') ?? '')
  if (header('trpc-accept') === undefined && header('transfer-encoding') === undefined) {
    if (request.method === 'GET') return direct(http, undefined, context)
    if (request.method === 'POST' && isJson && Number(length ?? 0) <= MAX_BODY) {
      return direct(http, await request.text(), context)
    }
  }
  return adapted(http, request, context)
}

async function direct(
  http: TrpcHttpRequest,
  body: string | undefined,
  context: ApiContext,
): Promise<Response> {
  const { request, endpoint, always } = http
  const [path = '', search = ''] = request.url.split('?', 2)
  const query = new URLSearchParams(search)
  const understood = understand(
    {
      kind: body === undefined ? 'query' : 'mutation',
      // The last one: a host may have the endpoint's name too.
      names: path.slice(path.lastIndexOf(endpoint) + endpoint.length + 1),
      isBatch: query.get('batch') === '1',
      inputs: body ?? query.get('input') ?? undefined,
    },
    MAX_BATCH,
  )
  if (!understood) {
    const { url, method, headers } = request
    return adapted(http, body ? new Request(url, { method, headers, body }) : request, context)
  }
  const answer = await makeCalls(understood, context)
  const headers = { ...always, ...JSON_ANSWER, ...headersOf(context, answer.errors) }
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers })
}

function adapted(
  { endpoint, always }: TrpcHttpRequest,
  request: Request,
  context: ApiContext,
): Promise<Response> {
  return fetchRequestHandler({
    endpoint,
    req: request.headers.has('transfer-encoding') ? counted(request) : request,
    router: appRouter,
    createContext: () => {
      refuseBody(request.headers)
      return context
    },
    maxBatchSize: MAX_BATCH,
    responseMeta: ({ errors, info }) => ({
      headers: {
        ...always,
        ...headersOf(context, errors),
        // Where it has not got as far as a call, tRPC leaves the type of its answer out.
        ...(info === undefined && JSON_ANSWER),
      },
    }),
  })
}

const JSON_ANSWER = { 'content-type': 'application/json' }
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/** Refuses by its head a body that nobody should read; tRPC would also take forms and files. */
function refuseBody(headers: Headers): void {
  if (Number(headers.get('content-length') ?? 0) > MAX_BODY) throw tooLarge()
  const type = headers.get('content-type')
  if (type === null || JSON_TYPE.test(type)) return
  throw toTrpcError(new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json'))
}

/** A request whose body, of unannounced length, is counted while it comes in. */
function counted(request: Request): Request {
  const { url, method, headers, signal, body } = request
  if (body === null) return request
  let size = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > MAX_BODY) controller.error(tooLarge())
      else controller.enqueue(chunk)
    },
  })
  // Cancelling would cut the connection before the answer is sent.
  const counting = body.pipeThrough(count, { preventCancel: true })
  return new Request(url, { method, headers, signal, body: counting, duplex: 'half' })
}

function tooLarge(): TRPCError {
  return toTrpcError(new SoukError('PAYLOAD_TOO_LARGE', 'The body may have at most 1 MiB'))
}

function headersOf(
  { outcome, secure }: ApiContext,
  errors: readonly TRPCError[],
): Record<string, string> {
  const refusals = errors.map(toSoukError)
  const waits = refusals.map(({ retryAfter }) => retryAfter ?? 0)
  const wait = Math.max(0, ...waits)
  return {
    ...quotaHeaders(outcome.quota),
    ...sessionCookie(outcome.session, secure),
    ...(wait > 0 && { 'retry-after': String(wait) }),
    ...(outcome.replayed && { 'idempotent-replayed': 'true' }),
    // The rest of the body is not read, so nothing can follow it on this connection.
    ...(refusals.some(({ code }) => code === 'PAYLOAD_TOO_LARGE') && { connection: 'close' }),
  }
}
