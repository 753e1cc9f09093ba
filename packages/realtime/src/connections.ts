import { SoukError } from '@souk/contract'
import { CLOSE } from './close-codes.ts'
import type { GuardedSocket } from './guard-socket.ts'
import { createPlaces, type Place } from './places.ts'

/** Sockets one user may have open at a time, as document 3 states. */
export const MAX_PER_USER = 10

/** Milliseconds between two looks at whether a client is alive, and its credential good. */
export const CHECK_EVERY = 30_000

/** All open sockets of the process. */
export interface Connections {
  add(socket: GuardedSocket): void
  remove(socket: GuardedSocket): void
  /**
   * Takes one of the user's places.
   * @throws RATE_LIMITED when they have none left
   */
  takePlace(userId: number): Place
  /** Closes every socket with a code that says "connect again". */
  close(): void
  readonly size: number
}

/** @param seen told of the users of open sockets, every now and then */
export function createConnections(seen: (userId: number) => void = () => {}): Connections {
  const all = new Set<GuardedSocket>()
  const places = createPlaces<number>(MAX_PER_USER)
  const timer = setInterval(() => {
    for (const socket of all) {
      if (socket.user) seen(socket.user.userId)
      socket.check()
    }
  }, CHECK_EVERY)
  timer.unref()
  return {
    add: (socket) => void all.add(socket),
    remove: (socket) => void all.delete(socket),
    takePlace(userId) {
      const place = places.take(userId)
      if (!place) throw new SoukError('RATE_LIMITED', 'Too many connections')
      return place
    },
    close() {
      clearInterval(timer)
      for (const socket of all) socket.close(CLOSE.RESTART, 'Restarting, connect again')
    },
    get size() {
      return all.size
    },
  }
}
