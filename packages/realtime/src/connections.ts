import { CLOSE } from './close-codes.ts'
import type { GuardedSocket } from './guard-socket.ts'

/** Sockets one user may have open at a time, as document 3 states. */
export const MAX_PER_USER = 10

const CHECK_EVERY = 30_000

/** All open sockets of the process. */
export interface Connections {
  add(socket: GuardedSocket): void
  remove(socket: GuardedSocket): void
  /** Whether the user has no room for one more. */
  isFull(userId: number): boolean
  /** Closes every socket with a code that says "connect again". */
  close(): void
  readonly size: number
}

export function createConnections(): Connections {
  const all = new Set<GuardedSocket>()
  const timer = setInterval(() => {
    for (const socket of all) socket.check()
  }, CHECK_EVERY)
  timer.unref()
  return {
    add: (socket) => void all.add(socket),
    remove: (socket) => void all.delete(socket),
    isFull: (userId) => {
      let count = 0
      for (const { user } of all) if (user?.userId === userId) count += 1
      return count >= MAX_PER_USER
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
