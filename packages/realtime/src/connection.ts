import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type { Bus } from '@souk/core'
import type { WebSocket } from 'ws'
import type { Guest } from './accept.ts'
import { type GuardedSocket, guardSocket } from './guard-socket.ts'

/** Frames that may wait for their turn before reading pauses. */
const MAX_WAITING = 32

export interface ConnectionOptions {
  readonly socket: WebSocket
  readonly guest: Guest
  readonly bus: Bus
  /** Handles one text frame; frames are handled one after another. */
  readonly onFrame: (text: string) => Promise<void>
  readonly onBinary: () => void
  readonly onClose: () => void
  readonly onError: (error: unknown) => void
}

/** One client's socket that speaks in text frames, answered in the order in which they come. */
export interface Connection extends GuardedSocket {
  send(frame: string): void
  /** Settles when the client has taken what was sent, or the signal says stop. */
  drained(signal: AbortSignal): Promise<void>
}

export function createConnection(options: ConnectionOptions): Connection {
  const { socket, guest, bus, onFrame, onBinary, onClose, onError } = options
  const { transport } = guest
  const guard = guardSocket(socket, guest, bus)
  const waiting: string[] = []
  let busy = false

  async function work(): Promise<void> {
    busy = true
    for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
      await onFrame(frame).catch(onError)
      if (waiting.length === 0 && socket.isPaused) socket.resume()
    }
    busy = false
  }

  socket.on('message', (data, isBinary) => {
    if (isBinary) return onBinary()
    waiting.push(data.toString())
    if (waiting.length >= MAX_WAITING) socket.pause()
    if (!busy) work().catch(onError)
  })
  socket.on('close', () => {
    waiting.length = 0
    onClose()
  })
  return {
    belongsTo: guard.belongsTo,
    check: guard.check,
    close: guard.close,
    get user() {
      return guard.user
    },
    send: (frame) => socket.send(frame),
    async drained(signal) {
      await setImmediate() // what is sent in one turn leaves at its end
      if (!transport.writableNeedDrain || signal.aborted) return
      await once(transport, 'drain', { signal }).catch(() => {})
    },
  }
}
