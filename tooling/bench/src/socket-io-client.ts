import type { WebSocket } from 'ws'
import { openSocket } from './sockets.ts'

// A client of Socket.IO's protocol, as light as can be: what is measured is the server.

const PING = '2'.charCodeAt(0)

/** How packets of a namespace begin: of all but the first it is named. */
const prefixOf = (type: string, namespace: string) =>
  namespace === '/' ? type : `${type}${namespace},`

/** Enters a namespace. @throws when that is refused */
export async function connectTo(url: string, token?: string, namespace = '/'): Promise<WebSocket> {
  const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  const socket = await openSocket(address)
  socket.on('message', (data: Buffer) => {
    if (data.length === 1 && data[0] === PING) socket.send('3')
  })
  const answered = packet(socket, '4')
  socket.send(`${prefixOf('40', namespace)}${JSON.stringify({ token })}`)
  const answer = await answered
  if (!answer.startsWith('0')) throw new Error(`${namespace}: ${answer}`)
  return socket
}

/** Says something, and asks for no acknowledgement. */
export function emit(socket: WebSocket, namespace: string, event: string, payload: object): void {
  socket.send(prefixOf('42', namespace) + JSON.stringify([event, payload]))
}

/** Says something, and waits for its acknowledgement: one at a time on a socket. */
export async function ask(
  socket: WebSocket,
  namespace: string,
  event: string,
  payload: object,
): Promise<unknown> {
  const answered = packet(socket, `${prefixOf('43', namespace)}0`)
  socket.send(`${prefixOf('42', namespace)}0${JSON.stringify([event, payload])}`)
  const [answer] = JSON.parse(await answered) as unknown[]
  return answer
}

/** The first packet from now on that begins so. @returns the rest of it */
function packet(socket: WebSocket, start: string): Promise<string> {
  return new Promise((resolve) => {
    const listener = (data: Buffer) => {
      const text = data.toString()
      if (!text.startsWith(start)) return
      socket.off('message', listener)
      resolve(text.slice(start.length))
    }
    socket.on('message', listener)
  })
}
