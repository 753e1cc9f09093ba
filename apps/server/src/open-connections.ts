import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Places } from '@souk/realtime'
import { WRITTEN } from './http/answer.ts'

/** Milliseconds for which a client may leave an answer unread. */
export const MAX_UNREAD_TIME = 90_000
const SWEEP_EVERY = 5000

/** Bytes of answers that the clients of one address may leave unread, all together. */
export const MAX_UNREAD = 64 * 1024 * 1024

/** What is known of a connection. */
interface Known {
  /** How many it has brought. */
  requests: number
  isUpgraded: boolean
  /** Since when something has been waiting to be read by the client; by the given clock. */
  unreadSince: number | undefined
}

export interface TrackedServer {
  readonly server: Server
  readonly sockets: ReadonlyMap<Socket, Readonly<Known>>
}

/** The open connections of the process's servers. */
export interface OpenConnections {
  /** Watches over those of one server, made by `createHttpServer`. */
  track(server: Server): TrackedServer
  /** Lets go of whoever has left an answer unread for too long. */
  sweep(): void
  stop(): void
}

export interface ConnectionsOptions {
  /** Takes a place for a connection; undefined when its address has too many. */
  readonly admit: (socket: Socket) => ReturnType<Places<string>['take']>
  /** Told of a connection that was let go at once, for its address has too many. */
  readonly onRefused: (socket: Socket) => void
  /** Milliseconds that only ever grow. */
  readonly now?: () => number
}

/**
 * Keeps track of connections, for the upgraded ones are no longer known to their server, and bounds
 * what they hold: so many an address, and none for longer than it takes to read an answer. Whoever
 * reads a byte now and then is let go like whoever reads nothing.
 */
export function trackConnections(options: ConnectionsOptions): OpenConnections {
  const { admit, onRefused, now = () => performance.now() } = options
  const watched: Map<Socket, Known>[] = []

  function sweep(): void {
    const at = now()
    for (const [socket, known] of watched.flatMap((sockets) => [...sockets])) {
      if (isUnread(socket, known)) known.unreadSince ??= at
      else known.unreadSince = undefined
      if (at - (known.unreadSince ?? at) >= MAX_UNREAD_TIME) socket.destroy()
    }
  }

  /** Lets go of whoever of an address has waited longest, until what they leave unread is bearable. */
  function bound({ remoteAddress }: Socket): void {
    const waiting = watched
      .flatMap((sockets) => [...sockets])
      .filter(
        ([socket, known]) => socket.remoteAddress === remoteAddress && isUnread(socket, known),
      )
    const at = now()
    for (const [, known] of waiting) known.unreadSince ??= at
    waiting.sort(([, a], [, b]) => (a.unreadSince ?? at) - (b.unreadSince ?? at))
    let unread = waiting.reduce((sum, [{ writableLength }]) => sum + writableLength, 0)
    for (const [socket] of waiting) {
      if (unread <= MAX_UNREAD) return
      unread -= socket.writableLength
      socket.destroy()
    }
  }

  const timer = setInterval(sweep, SWEEP_EVERY)
  timer.unref()
  return {
    track(server) {
      const sockets = new Map<Socket, Known>()
      server.on('connection', (socket: Socket) => {
        const place = admit(socket)
        if (!place) {
          socket.destroy()
          return onRefused(socket)
        }
        sockets.set(socket, { requests: 0, isUpgraded: false, unreadSince: undefined })
        socket.once('close', () => {
          sockets.delete(socket)
          place.leave()
        })
      })
      noteRequests(server, sockets)
      // At once, for many large answers may be written before anything is swept.
      server.prependListener('request', ({ socket }, response) => {
        response.once(WRITTEN, () => {
          if (socket.writableLength > 0) bound(socket)
        })
      })
      watched.push(sockets)
      return { server, sockets }
    },
    sweep,
    stop: () => clearInterval(timer),
  }
}

/** A WebSocket's bounds are its own: it must pong, and may leave little unread. */
const isUnread = ({ writableLength }: Socket, { isUpgraded }: Known) =>
  writableLength > 0 && !isUpgraded

function noteRequests(server: Server, sockets: ReadonlyMap<Socket, Known>): void {
  server.on('request', ({ socket }) => {
    const known = sockets.get(socket)
    if (known) known.requests += 1
  })
  server.on('upgrade', (_, socket) => {
    const known = sockets.get(socket as Socket)
    if (known) known.isUpgraded = true
  })
}
