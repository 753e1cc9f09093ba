import type { IncomingMessage } from 'node:http'
import { type ApiContext, identify, toSoukError } from '@souk/api'
import { type WebSocket, WebSocketServer } from 'ws'
import { refuseUpgrade, type UpgradeHandler } from './upgrade-router.ts'

/** Bytes a frame may have. */
export const MAX_FRAME = 64 * 1024

/**
 * Accepts sockets whose credential, if they bring one, is good; a bad one is refused before the
 * upgrade, so that a client does not keep reconnecting with it.
 */
export function acceptSockets(
  contextOf: (request: IncomingMessage) => ApiContext,
  serve: (socket: WebSocket, request: IncomingMessage) => void,
): UpgradeHandler {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME,
    perMessageDeflate: false,
  })
  return (request, socket, head) => {
    identify(contextOf(request), 'anyone', 'mutation').then(
      () => server.handleUpgrade(request, socket, head, (ws) => serve(ws, request)),
      (thrown) => {
        const { code, message } = toSoukError(thrown)
        const status = { FORBIDDEN: 403, UNAVAILABLE: 503 }[code as string] ?? 401
        refuseUpgrade(socket, status, message)
      },
    )
  }
}
