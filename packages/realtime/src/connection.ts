import { type Bus, type SignedIn, sessionStream } from '@souk/core'
import type { WebSocket } from 'ws'
import { CLOSE } from './close-codes.ts'

/** Bytes a client may leave unread before it is dropped. */
const MAX_UNREAD = 1024 * 1024
/** Frames that may wait for their turn before reading pauses. */
const MAX_WAITING = 32

export interface ConnectionOptions {
  readonly socket: WebSocket
  readonly bus: Bus
  /** Handles one text frame; frames are handled one after another. */
  readonly onFrame: (text: string) => Promise<void>
  readonly onBinary: () => void
  readonly onClose: () => void
  readonly onError: (error: unknown) => void
}

/** Finds out again who a socket belongs to; throws when its credential is no longer good. */
export type Reauthenticate = () => Promise<SignedIn>

/** One client's socket: orderly input, bounded output, and a credential that may die. */
export interface Connection {
  send(frame: string): void
  /** Ties the socket to its user: it closes once `again` says the credential has died. */
  belongsTo(user: SignedIn, again: Reauthenticate): void
  readonly user: SignedIn | undefined
  /** Looks for life and at the credential; called every now and then. */
  check(): void
  close(code: number, reason: string): void
}

export function createConnection(options: ConnectionOptions): Connection {
  const { socket, bus, onFrame, onBinary, onClose, onError } = options
  const waiting: string[] = []
  let busy = false
  let alive = true
  let user: SignedIn | undefined
  let reauthenticate: Reauthenticate | undefined
  let forget = () => {}

  async function work(): Promise<void> {
    busy = true
    for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
      await onFrame(frame).catch(onError)
      if (waiting.length === 0 && socket.isPaused) socket.resume()
    }
    busy = false
  }

  function recheck(): void {
    reauthenticate?.().catch(() => close(CLOSE.UNAUTHORIZED, 'Log in again'))
  }

  function close(code: number, reason: string): void {
    socket.close(code, reason)
  }

  socket.on('message', (data, isBinary) => {
    if (isBinary) return onBinary()
    waiting.push(data.toString())
    if (waiting.length >= MAX_WAITING) socket.pause()
    if (!busy) void work()
  })
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    waiting.length = 0
    forget()
    onClose()
  })

  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > MAX_UNREAD) return socket.terminate()
      socket.send(frame)
    },
    belongsTo(owner, again) {
      forget()
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
