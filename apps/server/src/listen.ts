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

export function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
