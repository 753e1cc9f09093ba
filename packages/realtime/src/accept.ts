import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ApiContext, identify, toSoukError } from '@souk/api'
import { type ErrorCode, SoukError } from '@souk/contract'
import type { SignedIn } from '@souk/core'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Connections } from './connections.ts'
import { refuseUpgrade, type UpgradeHandler } from './upgrade-router.ts'

/** Bytes a frame may have. */
export const MAX_FRAME = 64 * 1024

/** An upgrade request that was let in. */
export interface Guest {
  readonly ctx: ApiContext
  /** Undefined when the request brought no credential. */
  readonly user: SignedIn | undefined
  /** The connection below the WebSocket, which frames are written to. */
  readonly transport: Duplex
}

/** What becomes of a socket once it is open. */
export type Serve = (socket: WebSocket, request: IncomingMessage) => void

export interface AcceptOptions {
  readonly connections: Connections
  readonly contextOf: (request: IncomingMessage) => ApiContext
  /** Prepares for a guest before their socket opens. @throws SoukError to refuse it */
  readonly receive: (guest: Guest) => Serve | Promise<Serve>
}

const REFUSALS: Partial<Record<ErrorCode, number>> = {
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL_ERROR: 500,
}

/**
 * Accepts sockets whose credential, if they bring one, is good; a bad one is refused before the
 * upgrade, so that a client does not keep reconnecting with it.
 */
export function acceptSockets({ connections, contextOf, receive }: AcceptOptions): UpgradeHandler {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME,
    perMessageDeflate: false,
  })
  return async (request, socket, head) => {
    const ctx = contextOf(request)
    try {
      const actor = await identify(ctx, 'anyone', 'mutation')
      const user = 'userId' in actor ? actor : undefined
      if (user && connections.isFull(user.userId)) throw tooManyConnections()
      const serve = await receive({ ctx, user, transport: socket })
      server.handleUpgrade(request, socket, head, serve)
    } catch (thrown) {
      const { code, message, cause } = toSoukError(thrown)
      if (code === 'INTERNAL_ERROR') ctx.report(cause)
      refuseUpgrade(socket, REFUSALS[code] ?? 401, message)
    }
  }
}

export function tooManyConnections(): SoukError {
  return new SoukError('RATE_LIMITED', 'Too many connections')
}
