import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ApiContext, countStranger, quotaHeaders, toSoukError } from '@souk/api'
import { type ErrorCode, SoukError } from '@souk/contract'

/** One request to open a socket; `head` is what has already been read of the new protocol. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

/**
 * Takes over one upgrade request. @returns the status it was answered with
 * @throws SoukError to refuse it, as long as nothing has been written to its socket
 */
export type UpgradeHandler = (ctx: ApiContext, upgrade: Upgrade) => Promise<number>

/** What became of an upgrade request. */
export interface UpgradeOutcome {
  /** 101 when it was let in. */
  readonly status: number
  readonly requestId: string
}

export interface UpgradeRouter {
  /** By path, without a slash at its end. */
  readonly handlers: ReadonlyMap<string, UpgradeHandler>
  /** `target` is undefined when the request's cannot be understood. */
  readonly contextOf: (request: IncomingMessage, target: URL | undefined) => ApiContext
  /** Told of each request, once it has been answered. */
  readonly onAnswered: (request: IncomingMessage, outcome: UpgradeOutcome) => void
}

/** Whether a request asks for a WebSocket. Whatever else it offers to speak, it is an ordinary one. */
export function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket'
}

/** Sends each upgrade request to the handler of its path, and refuses all others; each counts. */
export function routeUpgrades(server: Server, router: UpgradeRouter): void {
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    // Nothing of this may throw outside a promise, nor reject unseen: one request would end them all.
    answer({ request, socket, head }, router)
      .then((outcome) => router.onAnswered(request, outcome))
      .catch(() => socket.destroy())
  })
}

async function answer(upgrade: Upgrade, router: UpgradeRouter): Promise<UpgradeOutcome> {
  const { request, socket } = upgrade
  const target = targetOf(request)
  const ctx = router.contextOf(request, target)
  const { requestId } = ctx
  try {
    const handler = target && router.handlers.get(target.pathname.replace(/(.)\/+$/, '$1'))
    if (!handler) {
      await countStranger(ctx)
      throw target ? new SoukError('NOT_FOUND', 'Not Found') : unreadable()
    }
    return { status: await handler(ctx, upgrade), requestId }
  } catch (thrown) {
    const { status, message, headers } = refusalOf(thrown, ctx)
    refuseUpgrade(socket, status, message, headers)
    return { status, requestId }
  }
}

/** How somebody is refused who asks for a socket. */
export interface Refusal {
  readonly status: number
  readonly message: string
  readonly headers: Readonly<Record<string, string>>
}

export function refusalOf(thrown: unknown, ctx: ApiContext): Refusal {
  const error = toSoukError(thrown)
  if (error.code === 'INTERNAL_ERROR') ctx.report(error.cause)
  const { message, retryAfter } = error
  const headers = {
    'x-request-id': ctx.requestId,
    ...quotaHeaders(ctx.outcome.quota),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  }
  return { status: STATUSES[error.code] ?? 401, message, headers }
}

/** How a request to open a socket is refused; with 401 where nothing is listed. */
export const STATUSES: Partial<Record<ErrorCode, number>> = {
  MALFORMED_REQUEST: 400,
  TWO_FACTOR_REQUIRED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL_ERROR: 500,
}

export function unreadable(): SoukError {
  return new SoukError('MALFORMED_REQUEST', 'The request cannot be understood')
}

/** What a request is for, if its target and its Host can be understood: as for ordinary requests. */
export function targetOf({ url = '', headers: { host } }: IncomingMessage): URL | undefined {
  const [path = ''] = url.split('?', 1)
  if (path.includes('\\') || path.startsWith('//')) return undefined
  const base = URL.parse(`http://${host}`)
  if (!host || !base || base.href !== `${base.origin}/`) return undefined
  if (path.startsWith('/')) return URL.parse(url, base.href) ?? undefined
  return /^https?:\/\//i.test(path) ? (URL.parse(url) ?? undefined) : undefined
}

/** Milliseconds in which a client may still read why it was refused. */
const LINGER = 2000

/** Answers an upgrade request with a plain HTTP refusal, and lets go of its connection. */
export function refuseUpgrade(
  socket: Duplex,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ message })
  const all = {
    connection: 'close',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  // Nobody else looks after it any more: unread, it would stay open for as long as its client likes.
  socket.resume()
  setTimeout(() => socket.destroy(), LINGER).unref()
}
