import type { WebSocket } from 'ws'

/** Frames a client may send at once, and a second in the long run; no client of ours comes near. */
export const FRAMES_TAKEN = { burst: 500, eachSecond: 50 }

/** Milliseconds for what is left to be sent, before a client that floods is cut off. */
const GRACE = 1000

/** Every frame costs its parsing and perhaps an answer: pings and pongs, and what nobody listens to, too. */
const FRAMES: ReadonlySet<unknown> = new Set(['message', 'ping', 'pong'])

/** So many at once, and so many a second in the long run. @returns takes one, if one is left */
export function allowance(
  { burst, eachSecond }: { readonly burst: number; readonly eachSecond: number },
  now = () => performance.now(),
): () => boolean {
  let left = burst
  let countedAt = now()
  return () => {
    const at = now()
    left = Math.min(burst, left + ((at - countedAt) * eachSecond) / 1000) - 1
    countedAt = at
    return left >= 0
  }
}

/** What a client may send. */
export const frameAllowance = (now?: () => number) => allowance(FRAMES_TAKEN, now)

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
