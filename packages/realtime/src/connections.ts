import { CLOSE } from './close-codes.ts'
import type { Connection } from './connection.ts'

/** Sockets one user may have open at a time, as document 3 states. */
export const MAX_PER_USER = 10

const CHECK_EVERY = 30_000

/** All open sockets of the process. */
export interface Connections {
  add(connection: Connection): void
  remove(connection: Connection): void
  /** Whether the user has no room for one more. */
  isFull(userId: number): boolean
  /** Closes every socket with a code that says "connect again". */
  close(): void
  readonly size: number
}

export function createConnections(): Connections {
  const all = new Set<Connection>()
  const timer = setInterval(() => {
    for (const connection of all) connection.check()
  }, CHECK_EVERY)
  timer.unref()
  return {
    add: (connection) => void all.add(connection),
    remove: (connection) => void all.delete(connection),
    isFull: (userId) => {
      let count = 0
      for (const { user } of all) if (user?.userId === userId) count += 1
      return count >= MAX_PER_USER
    },
    close() {
      clearInterval(timer)
      for (const connection of all) connection.close(CLOSE.RESTART, 'Restarting, connect again')
    },
    get size() {
      return all.size
    },
  }
}
