import type { Duplex } from 'node:stream'
import type { Bus } from '@souk/core'
import type { WebSocket } from 'ws'
import type { Guest } from './accept.ts'
import { boundFrames } from './bound-frames.ts'
import { CLOSE, type CloseCode } from './close-codes.ts'
import { createOwnership, type Ownership } from './ownership.ts'

/** Bytes a client may leave unread before it is dropped. */
export const MAX_UNREAD = 1024 * 1024

/** What every socket has, whatever it speaks: an owner, a pulse and a bound on what it is owed. */
export interface GuardedSocket extends Pick<Ownership, 'belongsTo' | 'user'> {
  /** Looks for life and at the credential; called every now and then. */
  check(): void
  close(code: CloseCode, reason: string): void
}

/** Watches over a guest's socket until it closes. */
export function guardSocket(socket: WebSocket, { ctx, transport }: Guest, bus: Bus): GuardedSocket {
  let alive = true
  // A frame has room for so much; `ws` throws when it is more.
  const close = (code: CloseCode, reason: string) => socket.close(code, shortened(reason))
  const owner = createOwnership(bus, close)
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', owner.end)
  guardSending(socket, transport)
  if (!ctx.limiter.isOff) boundFrames(socket, () => close(CLOSE.POLICY, 'Too many frames'))

  return {
    belongsTo: owner.belongsTo,
    get user() {
      return owner.user
    },
    check() {
      if (!alive) return socket.terminate()
      alive = false
      socket.ping()
      owner.recheck()
    },
    close,
  }
}

/** Bytes a reason for closing may have. */
const MAX_REASON = 123

function shortened(reason: string): string {
  // A character has three bytes at most, or four as two of JavaScript's.
  return Buffer.byteLength(reason) > MAX_REASON ? reason.slice(0, MAX_REASON / 3) : reason
}

/**
 * Drops a client that does not read what it is sent, instead of keeping it all for them. What is sent
 * in one turn leaves in one write, unless it is much: writes are what sending costs most.
 */
function guardSending(socket: WebSocket, transport: Duplex): void {
  const send = socket.send.bind(socket)
  const flush = () => transport.uncork()
  const guarded = (...args: [data: never, options: never]) => {
    if (socket.bufferedAmount > MAX_UNREAD) return socket.terminate()
    if (socket.readyState !== socket.OPEN) return
    if (transport.writableCorked === 0) {
      transport.cork()
      process.nextTick(flush)
    }
    send(...args)
    if (transport.writableNeedDrain) flush()
  }
  socket.send = guarded as WebSocket['send']
}
