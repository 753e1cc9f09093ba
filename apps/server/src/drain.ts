import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Milliseconds that requests under way, closing sockets and running jobs may take. */
export const PATIENCE = 10_000

export interface TrackedServer {
  readonly server: Server
  readonly sockets: ReadonlySet<Socket>
}

/** Remembers a server's open connections, for the upgraded ones are no longer known to it. */
export function trackConnections(server: Server): TrackedServer {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return { server, sockets }
}

/** Stops accepting, lets what is under way finish, and cuts what does not in time. */
export async function drain({ server, sockets }: TrackedServer): Promise<void> {
  if (!server.listening) return
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, PATIENCE)
  // A kept-alive connection is idle only once its last answer is out.
  const tidy = setInterval(() => server.closeIdleConnections(), 20)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  clearInterval(tidy)
  clearTimeout(cut)
}
