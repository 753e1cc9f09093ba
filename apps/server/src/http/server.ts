import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  STATUS_CODES,
} from 'node:http'
import type { Socket } from 'node:net'
import { asksForWebSocket, refuseUpgrade } from '@souk/realtime'
import { Answer } from './answer.ts'
import { lingering } from './lingering.ts'
import { noteRequest, observed, type Watch } from './observe.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Milliseconds in which a request must have come whole, its head before its body. */
const LIMITS = { headersTimeout: 30_000, requestTimeout: 120_000 }

/**
 * An HTTP server whose every request is watched: what Node answers by itself (what is no HTTP, what it
 * does not expect, CONNECT) counts and is logged too. Only WebSockets are upgrades.
 */
export function createHttpServer(listener: RequestListener, watch: Watch): Server {
  const options = { ...LIMITS, shouldUpgradeCallback: asksForWebSocket, ServerResponse: Answer }
  const server = createServer(options, oneAtATime(lingering(observed(listener, watch))))
  // Expectations that nobody has heard of are none.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy())
    watch.count(request)
    noteRequest(watch, request, { status: 405, start: performance.now() })
    refuseUpgrade(socket, 405, 'This is no proxy', { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE' })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = STATUSES[error.code ?? ''] ?? 400
    if (error.code !== 'ECONNRESET') {
      // What could not be read has no target, and no headers that would say who sent it.
      const request = { socket, headers: {} } as IncomingMessage
      watch.count(request)
      noteRequest(watch, request, { status, start: performance.now() })
    }
    if (!socket.writable || isAnswering(socket as Socket)) return void socket.destroy()
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`)
    socket.once('finish', () => socket.destroy())
  })
  return server
}

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** Whether an answer has been begun, which anything else would become a part of. */
function isAnswering(socket: Socket & { _httpMessage?: { headersSent: boolean } }): boolean {
  return socket._httpMessage?.headersSent ?? false
}

/** For a port of sockets alone: ordinary requests are told so. */
export const socketsOnly: RequestListener = (_, response) => {
  response.writeHead(426, { 'content-type': 'application/json', upgrade: 'websocket' })
  response.end(JSON.stringify({ message: 'Connect with a WebSocket client' }))
}
