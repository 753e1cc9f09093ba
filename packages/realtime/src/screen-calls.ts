import {
  type ApiContext,
  countStranger,
  MAX_BATCH,
  operations,
  parseJson,
  type RateLimiter,
} from '@souk/api'
import type { QuotaName } from '@souk/contract'
import type { WebSocket } from 'ws'
import { CLOSE, type CloseCode, closingFor } from './close-codes.ts'

type Close = (code: CloseCode, reason: string) => void

/** How tRPC's clients see to it that the line is up. */
const SIGNS_OF_LIFE: ReadonlySet<string> = new Set(['PING', 'PONG'])

/** Whatever else tRPC has its clients say. */
const ASIDE: ReadonlySet<unknown> = new Set(['subscription.stop', 'connectionParams'])

/**
 * Bounds what a frame may ask for as HTTP requests are bounded, before tRPC reads it: so many values, so many
 * calls; and what calls nothing counts for the address it comes from. What calls something counts when it is
 * called.
 */
export function screenCalls(socket: WebSocket, ctx: ApiContext, close: Close): void {
  const emit = socket.emit.bind(socket)

  function mayPass(data: unknown, isBinary: boolean): boolean {
    const text = isBinary ? '' : String(data)
    if (SIGNS_OF_LIFE.has(text)) return true
    const calls = callsIn(text)
    const astray = calls ? calls.filter(isAstray).length || (calls.length === 0 ? 1 : 0) : 1
    for (let n = 0; n < Math.min(astray, MAX_BATCH); n += 1) {
      countStranger(ctx).catch((error) => close(...closingFor(error)))
    }
    if (calls && calls.length <= MAX_BATCH) return true
    close(CLOSE.POLICY, `Frames must be JSON text of at most ${MAX_BATCH} calls`)
    return false
  }

  socket.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event === 'message' && !mayPass(args[0], args[1] === true)) return false
    return emit(event, ...args)
  }
}

function callsIn(text: string): unknown[] | undefined {
  try {
    return [parseJson(text)].flat()
  } catch {
    return undefined
  }
}

function isAstray(call: unknown): boolean {
  if (typeof call !== 'object' || call === null || !('method' in call)) return true
  if (ASIDE.has(call.method)) return false
  const path = (call as { params?: { path?: unknown } }).params?.path
  return typeof path !== 'string' || !operations.has(path)
}

/** Calls that may be refused for want of quota before whoever goes on calling is cut off. */
export const MOST_REFUSED = 20

/** What is used up for a quarter of an hour; of all else there is more in a minute, and refusing it is cheap. */
const LASTING: ReadonlySet<QuotaName> = new Set(['calls', 'chat'])

/** A socket's limiter: who goes on although nothing is left of their quota has no use for an open line. */
export function closingLimiter(limiter: RateLimiter, close: Close): RateLimiter {
  if (limiter.isOff) return limiter
  let refused = 0
  return {
    ...limiter,
    async take(actor, address, name) {
      const quota = await limiter.take(actor, address, name)
      if (quota?.exceeded && LASTING.has(name)) refused += 1
      if (refused >= MOST_REFUSED) close(CLOSE.POLICY, 'Rate limit exceeded')
      return quota
    },
  }
}
