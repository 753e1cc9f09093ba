import type { WebSocket } from 'ws'

/** Frames a client may send at once, and a second in the long run; no client of ours comes near. */
const BURST = 500
const EACH_SECOND = 50

/** Milliseconds for what is left to be sent, before a client that floods is cut off. */
const GRACE = 1000

/** Every frame costs its parsing and perhaps an answer: pings and pongs, and what nobody listens to, too. */
const FRAMES: ReadonlySet<unknown> = new Set(['message', 'ping', 'pong'])

/** Counts what a client sends. @returns whether it may send one more */
export function frameAllowance(now = () => performance.now()): () => boolean {
  let left = BURST
  let countedAt = now()
  return () => {
    const at = now()
    left = Math.min(BURST, left + ((at - countedAt) * EACH_SECOND) / 1000) - 1
    countedAt = at
    return left >= 0
  }
}

/** Cuts off a client that sends more frames than any use has, whatever they say. */
export function boundFrames(socket: WebSocket, onFlood: () => void, now?: () => number): void {
  const emit = socket.emit.bind(socket)
  const take = frameAllowance(now)
  let isFlooded = false

  function flood(): boolean {
    isFlooded = true
    onFlood()
    socket.pause()
    setTimeout(() => socket.terminate(), GRACE).unref()
    return false
  }

  socket.emit = (event: string | symbol, ...args: unknown[]) => {
    if (!FRAMES.has(event)) return emit(event, ...args)
    if (isFlooded) return false
    return take() ? emit(event, ...args) : flood()
  }
}
