import type { Socket as EngineSocket } from 'engine.io'
import type { Socket } from 'socket.io'
import type { WebSocket } from 'ws'

// What of Socket.IO and its engine is used beyond what they declare as public; their versions are pinned.

interface EngineInternals {
  readonly writeBuffer: readonly { readonly data?: string | Buffer }[]
  sendPacket(type: 'ping'): void
}

// Declared, but as private: there is no public way to look at them.
const inside = (conn: EngineSocket) => conn as unknown as EngineInternals

/** Packets that have not yet left for a client. */
export const unsent = (conn: EngineSocket) => inside(conn).writeBuffer.length

/** Bytes of them, or characters where they are still text, and of what its WebSocket keeps back. */
export const unsentBytes = (conn: EngineSocket) =>
  inside(conn).writeBuffer.reduce(
    (bytes, { data = '' }) => bytes + data.length,
    webSocketOf(conn)?.bufferedAmount ?? 0,
  )

/** Asks a client for a sign of life, beyond those that the engine asks for by itself. */
export const ping = (conn: EngineSocket) => inside(conn).sendPacket('ping')

/**
 * Keeps back what is sent to a client until it is let go, and then in one piece: a page that hears of
 * something has been asked for its sign of life by then.
 * @returns how to let go
 */
export function holdBack({ transport }: EngineSocket): () => void {
  if (!transport.writable) return () => {}
  transport.writable = false
  return () => {
    transport.writable = true
    transport.emit('ready')
  }
}

/** The WebSocket that a connection is carried by, if it is. */
export const webSocketOf = ({ transport }: EngineSocket) =>
  (transport as { socket?: WebSocket }).socket

/**
 * Gives a connection a name of its own that its client shows again when it comes back: clients of
 * version 4.6 and later do so for Socket.IO's own recovery, which is off.
 */
export function nameForReturn(socket: Socket, name: string): void {
  Object.assign(socket, { pid: name })
}

/** The name that a client had before its line was cut. */
export function nameBefore({ handshake }: Socket): string | undefined {
  const { pid } = handshake.auth
  return typeof pid === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(pid)
    ? pid
    : undefined
}
