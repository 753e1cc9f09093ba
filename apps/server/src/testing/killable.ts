import type { WebSocket } from 'ws'
import { checkMessage } from './asyncapi-check.ts'
import { CheckedWebSocket, payloadOf } from './checked-web-socket.ts'

/**
 * A WebSocket class whose sockets can be killed as a broken line kills them. What our own client says on them
 * is held against the AsyncAPI document too.
 */
export function killable() {
  const sockets: WebSocket[] = []
  class Killable extends CheckedWebSocket {
    constructor(url: string) {
      super(url)
      sockets.push(this)
    }

    override send(data: string): void {
      for (const call of [payloadOf(data)].flat()) checkMessage(this.channel, 'send', call)
      super.send(data)
    }
  }
  return {
    WebSocket: Killable,
    sockets,
    kill: () => sockets.at(-1)?.terminate(),
  }
}
