import type { ApiContext } from '@souk/api'
import type { Socket as EngineSocket } from 'engine.io'
import type { Connections } from '../connections.ts'
import type { Place } from '../places.ts'
import type { EngineGuest } from './engine.ts'
import { ping, unsent } from './internals.ts'

/** Packets that a client may leave unread before its line is cut: it comes back, and goes on from the log. */
const MAX_UNSENT = 500

/** Milliseconds between two questions whether a client has received what it was sent. */
const ASK_EVERY = 50

/** Milliseconds that a connection may be without a namespace. */
export const IDLE = 10_000

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
  /** Is asked how things stand whenever the client is asked for a sign of life. @returns how to stop */
  onAsk(mark: Mark): () => void
  /** Finds out that the client has received what it has been sent. */
  confirm(): void
  /** Settles when it has, or is gone. */
  confirmed(): Promise<void>
  /** Cuts the line if the client does not read what it is sent. */
  shed(): void
  /** Closes the transport once all has been sent, upon which a client comes back by itself. */
  drop(): void
  /** Closes it at once. */
  cut(): void
}

/** Marks made when a sign of life was asked for come true when it comes: what was sent before has come too. */
export function openLine({ conn, ctx, settle }: EngineGuest, connections: Connections): Line {
  const entered = new Set<string>()
  const marks = new Set<Mark>()
  const asked: (() => void)[][] = []
  const unsettled = new Set<() => void>()
  const held: Held = new Map()
  let isOwed = false
  let isResting = false
  let idle: NodeJS.Timeout | undefined

  conn.on('packetCreate', ({ type }: { type: string }) => {
    if (type === 'ping') asked.push([...marks].map((mark) => mark()))
  })
  conn.on('heartbeat', () => {
    for (const confirm of asked.shift() ?? []) confirm()
    ask()
  })
  conn.once('close', () => {
    clearTimeout(idle)
    for (const { place } of held.values()) place.leave()
    for (const settleNow of unsettled) settleNow()
  })

  function ask(): void {
    if (!isOwed || isResting || asked.length > 0 || conn.readyState !== 'open') return
    isOwed = false
    isResting = true
    setTimeout(() => {
      isResting = false
      ask()
    }, ASK_EVERY).unref()
    ping(conn)
  }

  marks.add(() => {
    const all = [...unsettled]
    return () => {
      for (const settleNow of all) settleNow()
    }
  })

  function confirm(): void {
    isOwed = true
    ask()
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
        if (entered.size === 0) idle = setTimeout(() => conn.close(), IDLE).unref()
      }
    },
    takePlace: (userId) => sharedPlace(held, userId, conn, connections),
    onAsk(mark) {
      marks.add(mark)
      return () => marks.delete(mark)
    },
    confirm,
    confirmed() {
      if (conn.readyState !== 'open') return Promise.resolve()
      return new Promise((resolve) => {
        const settleNow = () => {
          unsettled.delete(settleNow)
          resolve()
        }
        unsettled.add(settleNow)
        confirm()
      })
    },
    shed() {
      if (unsent(conn) > MAX_UNSENT) conn.close(true)
    },
    drop: () => void conn.close(),
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
