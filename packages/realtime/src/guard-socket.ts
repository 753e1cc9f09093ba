import type { Duplex } from 'node:stream'
import { type Bus, type SignedIn, sessionStream } from '@souk/core'
import type { WebSocket } from 'ws'
import type { Guest } from './accept.ts'
import { boundFrames } from './bound-frames.ts'
import { CLOSE, closingFor } from './close-codes.ts'
import type { Place } from './places.ts'

/** Bytes a client may leave unread before it is dropped. */
const MAX_UNREAD = 1024 * 1024

/** Finds out again who a socket belongs to; throws when its credential is no longer good. */
export type Reauthenticate = () => Promise<SignedIn>

/** What every socket has, whatever it speaks: an owner, a pulse and a bound on what it is owed. */
export interface GuardedSocket {
  /**
   * Ties the socket to its user: it closes once `again` says the credential has died. Whoever it
   * belonged to before gets their place back when there is another one.
   */
  belongsTo(user: SignedIn, again: Reauthenticate, place: Place | undefined): void
  readonly user: SignedIn | undefined
  /** Looks for life and at the credential; called every now and then. */
  check(): void
  close(code: number, reason: string): void
}

/** Watches over a guest's socket until it closes. */
export function guardSocket(socket: WebSocket, { ctx, transport }: Guest, bus: Bus): GuardedSocket {
  let alive = true
  let isClosed = false
  let user: SignedIn | undefined
  let reauthenticate: Reauthenticate | undefined
  let forget = () => {}
  let held: Place | undefined

  // A frame has room for so much; `ws` throws when it is more.
  const close = (code: number, reason: string) => socket.close(code, shortened(reason))
  const recheck = () => {
    reauthenticate?.().catch((error: unknown) => close(...closingFor(error)))
  }
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    isClosed = true
    forget()
    held?.leave()
  })
  guardSending(socket, transport)
  if (!ctx.limiter.isOff) boundFrames(socket, () => close(CLOSE.POLICY, 'Too many frames'))

  return {
    belongsTo(owner, again, place) {
      // Gone while its owner was looked up: nobody would ever give these back.
      if (isClosed) return place?.leave()
      forget()
      if (place && place !== held) {
        held?.leave()
        held = place
      }
      user = owner
      reauthenticate = again
      forget = bus.subscribe(sessionStream(owner.userId), recheck)
    },
    get user() {
      return user
    },
    check() {
      if (!alive) return socket.terminate()
      alive = false
      socket.ping()
      recheck()
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
