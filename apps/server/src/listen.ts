import { createServer, type Server } from 'node:http'
import type { AddressInfo, Server as AnyServer } from 'node:net'

/**
 * Starts listening, on all interfaces of both IP versions unless a host is named. @returns the port.
 * Rejects when the port is taken.
 */
export function listen(server: AnyServer, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** A server for sockets alone: ordinary requests are told so. */
export function createSocketServer(): Server {
  return createServer((_, response) => {
    response.writeHead(426, { 'content-type': 'application/json', upgrade: 'websocket' })
    response.end(JSON.stringify({ message: 'Connect with a WebSocket client' }))
  })
}

export function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
