import type { Bus } from '@souk/core'
import type { Db } from '@souk/database'
import type { Socket as EngineSocket } from 'engine.io'
import { Server, type Socket } from 'socket.io'
import type { Connections } from '../connections.ts'
import { chat } from './chat/namespace.ts'
import { createEngine, type EngineOptions, type SocketIoEngine } from './engine.ts'
import { IDLE, type Line, openLine } from './line.ts'

import { createMemory } from './memory.ts'
import { openNamespace } from './namespace.ts'
import { shop } from './shop/namespace.ts'

export interface SocketIoOptions extends Omit<EngineOptions, 'onGuest'> {
  readonly db: () => Db
  readonly bus: Bus
  readonly clock: () => Date
  readonly connections: Connections
  readonly onError: (error: unknown) => void
  /** Told how many sockets an event was handed to. */
  readonly onDelivered: (sockets: number) => void
}

/** Socket.IO, whatever path it stands at. */
export interface SocketIo extends Pick<SocketIoEngine, 'answer' | 'upgrade'> {
  /** Lets clients connect again elsewhere, where they go on; settles when it is known where they were. */
  close(): Promise<void>
}

export function createSocketIo(options: SocketIoOptions): SocketIo {
  const { connections } = options
  const lines = new Map<EngineSocket, Line>()
  const memory = createMemory(options)
  const engine = createEngine({
    ...options,
    onGuest(guest) {
      lines.set(guest.conn, openLine(guest, connections))
      guest.conn.once('close', () => lines.delete(guest.conn))
    },
  })
  // Its own recovery stays off: it would add an argument to each event, and end with the process.
  const io = new Server({ serveClient: false, connectTimeout: IDLE })
  io.bind(engine.engine)

  const lineOf = ({ conn }: Socket): Line => {
    const line = lines.get(conn)
    if (!line) throw new Error('a connection that was never let in')
    return line
  }
  for (const namespace of [shop, chat]) openNamespace(io, namespace, { ...options, memory, lineOf })

  return {
    answer: engine.answer,
    upgrade: engine.upgrade,
    async close() {
      engine.shut()
      await Promise.all([...lines.values()].map((line) => line.drop()))
      await memory.flush()
    },
  }
}
