import type { WebSocket } from 'ws'
import { CheckedWebSocket } from './checked-web-socket.ts'

/** A WebSocket class whose sockets can be killed as a broken line kills them. */
export function killable() {
  const sockets: WebSocket[] = []
  class Killable extends CheckedWebSocket {
    constructor(url: string) {
      super(url)
      sockets.push(this)
    }
  }
  return {
    WebSocket: Killable,
    sockets,
    kill: () => sockets.at(-1)?.terminate(),
  }
}
