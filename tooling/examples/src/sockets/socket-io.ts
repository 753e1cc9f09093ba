import { io } from 'socket.io-client'
import { PATIENCE } from './inbox.ts'
import type { Door } from './line.ts'

/** A namespace of Socket.IO. */
export const socketIo =
  (namespace: string): Door =>
  async (url, shown, inbox) => {
    const socket = io(`${url}${namespace}`, {
      auth: shown,
      forceNew: true,
      transports: ['websocket'],
    })
    socket.onAny((name: string, payload: unknown) => inbox.put(name, payload))
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    return {
      tell(name, payload) {
        socket.emit(name, payload)
        return payload
      },
      ask: (name, payload) => socket.timeout(PATIENCE).emitWithAck(name, payload),
      async close() {
        socket.disconnect()
      },
    }
  }
