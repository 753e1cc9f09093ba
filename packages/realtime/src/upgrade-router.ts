import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** Takes over one upgrade request; `head` is what has already been read of the new protocol. */
export type UpgradeHandler = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) => void | Promise<void>

/** Sends each upgrade request to the handler of its path, and refuses all others. */
export function routeUpgrades(
  server: Server,
  handlers: Readonly<Record<string, UpgradeHandler>>,
): void {
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    const handler = handlers[path.replace(/(.)\/+$/, '$1')]
    if (handler) void handler(request, socket, head)
    else refuseUpgrade(socket, 404, 'Not Found')
  })
}

/** Answers an upgrade request with a plain HTTP refusal. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  const body = JSON.stringify({ message: reason })
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
