import { WebSocket } from 'ws'

/** Opens a socket and waits until it is open. */
export function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Settles when each of the sockets has had `count` more messages. */
export function allHear(sockets: readonly WebSocket[], count: number): Promise<unknown> {
  return Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          let heard = 0
          const listener = () => {
            heard += 1
            if (heard < count) return
            socket.off('message', listener)
            resolve()
          }
          socket.on('message', listener)
        }),
    ),
  )
}
