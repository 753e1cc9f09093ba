import type { ApiContext } from '@souk/api'
import type { Socket as EngineSocket } from 'engine.io'
import { allowance } from '../bound-frames.ts'
import type { Connections } from '../connections.ts'
import type { Place } from '../places.ts'
import type { EngineGuest } from './engine.ts'
import { holdBack, ping, unsent, unsentBytes } from './internals.ts'

/** Packets that a client may leave unread before its line is cut: it comes back, and goes on from the log. */
export const MAX_UNSENT = 500
/** The same in bytes: what somebody who catches up is sent at once, however long it is, is not so much. */
export const MAX_UNSENT_BYTES = 8 * 1024 * 1024

/** Bytes that a client may leave unread before it is waited for, instead of answering what it asks next. */
const BEHIND = 256 * 1024

/** Questions whether a client has received what it was sent: at once, and a second in the long run. */
const QUESTIONS = { burst: 20, eachSecond: 5 }

/** Milliseconds that a connection may be without a namespace. */
export const IDLE = 10_000

/** Milliseconds that are waited for a client that is to come back. */
const PATIENCE = 500

/** Remembers how things stand; what it returns is called once the client has received all until then. */
export type Mark = () => () => void

/** One connection of the engine, whatever namespaces it is used for. */
export interface Line {
  readonly ctx: ApiContext
  /** See `EngineGuest`. */
  readonly settle: () => Promise<void>
  /**
   * Enters a namespace, or begins to. Clients do so once at a time; the engine lets them do it many times
   * while the first has not been decided.
   * @returns how to leave it; undefined for one that it is in
   */
  enter(namespace: string): (() => void) | undefined
  /**
   * A place of the user's: one for all namespaces of the connection.
   * @throws RATE_LIMITED when they have none left
   */
  takePlace(userId: number): Place
  /** Is told when the connection has ended. @returns how not to be */
  onEnd(ending: () => void): () => void
  /** Is asked how things stand whenever the client is asked for a sign of life. @returns how to stop */
  onAsk(mark: Mark): () => void
  /** Sends what is sent in this turn of the event loop in one piece, and finds out when it has been received. */
  hold(): void
  /** Settles when the client has received all that it was sent, or is gone. */
  confirmed(): Promise<void>
  /** Whether the client has much to read before it needs more answers. */
  readonly isBehind: boolean
  /** Cuts the line if the client does not read what it is sent. */
  shed(): void
  /**
   * Says no more, and closes the transport when the client has received what was said, or does not answer:
   * upon this it comes back by itself.
   */
  drop(): Promise<void>
  readonly isLeaving: boolean
  /** Closes it at once. */
  cut(): void
}

/** Marks made when a sign of life was asked for come true when it comes: what was sent before has come too. */
export function openLine({ conn, ctx, settle, wire }: EngineGuest, connections: Connections): Line {
  const entered = new Set<string>()
  const marks = new Set<Mark>()
  const asked: (() => void)[][] = []
  const unsettled = new Set<() => void>()
  const endings = new Set<() => void>()
  const held: Held = new Map()
  const mayAsk = allowance(QUESTIONS)
  let isHeld = false
  let later: NodeJS.Timeout | undefined
  let leaving: Promise<void> | undefined
  let idle: NodeJS.Timeout | undefined

  // A session that polls and then does not would be waited for by the engine for half a minute more.
  const waitForNamespace = () => {
    idle = setTimeout(() => conn.close(true), IDLE).unref()
  }
  waitForNamespace()

  conn.on('packetCreate', ({ type }: { type: string }) => {
    if (type === 'ping') asked.push([...marks].map((mark) => mark()))
  })
  conn.on('heartbeat', () => {
    for (const confirm of asked.shift() ?? []) confirm()
  })
  conn.once('close', () => {
    clearTimeout(idle)
    clearTimeout(later)
    for (const { place } of held.values()) place.leave()
    for (const settleNow of unsettled) settleNow()
    end()
  })

  /** Asks for a sign of life; of many at once the last few together. */
  function ask(): void {
    if (later || conn.readyState !== 'open') return
    if (mayAsk()) ping(conn)
    else {
      later = setTimeout(() => {
        later = undefined
        ping(conn)
      }, 1000 / QUESTIONS.eachSecond).unref()
    }
  }

  marks.add(() => {
    const all = [...unsettled]
    return () => {
      for (const settleNow of all) settleNow()
    }
  })

  function end(): void {
    for (const ending of endings) ending()
    endings.clear()
  }

  async function leave(): Promise<void> {
    await within(PATIENCE, confirmed())
    end() // the engine may wait for the client's next request before it closes
    conn.close()
  }

  function confirmed(): Promise<void> {
    if (conn.readyState !== 'open') return Promise.resolve()
    return new Promise((resolve) => {
      const settleNow = () => {
        unsettled.delete(settleNow)
        resolve()
      }
      unsettled.add(settleNow)
      ask()
    })
  }

  return {
    ctx,
    settle,
    enter(namespace) {
      if (entered.has(namespace)) return undefined
      entered.add(namespace)
      clearTimeout(idle)
      return () => {
        entered.delete(namespace)
        if (entered.size === 0) waitForNamespace()
      }
    },
    takePlace: (userId) => sharedPlace(held, userId, conn, connections),
    onEnd(ending) {
      endings.add(ending)
      return () => endings.delete(ending)
    },
    onAsk(mark) {
      marks.add(mark)
      return () => marks.delete(mark)
    },
    hold() {
      if (isHeld) return
      isHeld = true
      const letGo = holdBack(conn)
      process.nextTick(() => {
        isHeld = false
        ask()
        const written = wire()
        written?.cork()
        letGo()
        written?.uncork()
      })
    },
    confirmed,
    get isBehind() {
      return unsentBytes(conn) > BEHIND
    },
    shed() {
      if (unsent(conn) > MAX_UNSENT || unsentBytes(conn) > MAX_UNSENT_BYTES) conn.close(true)
    },
    drop() {
      leaving ??= leave()
      return leaving
    },
    get isLeaving() {
      return leaving !== undefined
    },
    cut: () => void conn.close(true),
  }
}

type Held = Map<number, { place: Place; uses: number }>

function sharedPlace(
  held: Held,
  userId: number,
  conn: EngineSocket,
  connections: Connections,
): Place {
  const known = held.get(userId) ?? { place: connections.takePlace(userId), uses: 0 }
  // Gone while its owner was looked up: nobody would ever give it back.
  if (conn.readyState !== 'open') known.place.leave()
  held.set(userId, known)
  known.uses += 1
  let isMine = true
  return {
    leave() {
      if (!isMine) return
      isMine = false
      known.uses -= 1
      if (known.uses > 0) return
      held.delete(userId)
      known.place.leave()
    },
  }
}

/** Waits, but not for longer than so many milliseconds. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
