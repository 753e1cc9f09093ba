import { WebSocket } from 'ws'

/** A WebSocket class whose sockets can be killed as a broken line kills them. */
export function killable() {
  const sockets: WebSocket[] = []
  class Killable extends WebSocket {
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
