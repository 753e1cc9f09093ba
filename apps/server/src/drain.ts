import type { TrackedServer } from './open-connections.ts'

/** Milliseconds that requests under way, closing sockets and running jobs may take. */
export const PATIENCE = 4500
/** Milliseconds after which a connection that has brought nothing yet will not be waited for. */
const SILENCE = 500

/** Stops accepting, lets what is under way finish, and cuts what does not in time. */
export async function drain({ server, sockets }: TrackedServer): Promise<void> {
  if (!server.listening) return
  const silent = setTimeout(() => {
    for (const [socket, { requests, isUpgraded }] of sockets) {
      if (requests === 0 && !isUpgraded) socket.destroy()
    }
  }, SILENCE)
  const cut = setTimeout(() => {
    for (const socket of sockets.keys()) socket.destroy()
  }, PATIENCE)
  // A kept-alive connection is idle only once its last answer is out.
  const tidy = setInterval(() => server.closeIdleConnections(), 20)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  for (const timer of [silent, cut, tidy]) clearTimeout(timer)
}
