import type { IncomingMessage, RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** Milliseconds for a client that has stopped sending to read why it was refused, and for all of what it sends. */
const PATIENCE = { idle: 2000, whole: 30_000 }

/**
 * Whoever is refused before their body has come goes on sending it. To close the connection at once would
 * reset it, and with what they send the answer would be lost: so only our side of it ends, and what still
 * comes is passed over for a while: some browsers look for an answer only when they have sent everything.
 */
export function lingering(listener: RequestListener): RequestListener {
  const latest = new WeakMap<Socket, IncomingMessage>()
  return (request, response) => {
    const { socket } = request
    if (!latest.has(socket)) lingerUnless(socket, () => latest.get(socket)?.complete ?? true)
    latest.set(socket, request)
    return listener(request, response)
  }
}

/** Node ends a connection by this, after the last answer. */
function lingerUnless(socket: Socket, isAllRead: () => boolean): void {
  const destroySoon = socket.destroySoon.bind(socket)
  socket.destroySoon = () => {
    if (isAllRead()) return destroySoon()
    socket.end()
    passOver(socket)
  }
}

/** Lets go of a connection once nothing more comes. */
function passOver(socket: Socket): void {
  const end = performance.now() + PATIENCE.whole
  let read = socket.bytesRead
  const timer = setInterval(() => {
    if (socket.bytesRead === read || performance.now() > end) socket.destroy()
    read = socket.bytesRead
  }, PATIENCE.idle)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
