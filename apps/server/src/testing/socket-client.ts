import type { ClientOptions, WebSocket } from 'ws'
import { CheckedWebSocket, payloadOf } from './checked-web-socket.ts'
import { Malformed, malformed } from './malformed.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into frames of every shape
type Frame = any

/** A real WebSocket client that collects what it hears; all that goes either way is held against the AsyncAPI document. */
export interface SocketClient {
  readonly socket: WebSocket
  /** Sends a frame that the document allows; one that it does not has to be marked (`malformed`). */
  send(frame: unknown): void
  /** Frames that have come and not been taken. */
  waiting(): number
  /** The next frame not yet taken, waiting for it if need be. */
  next(): Promise<Frame>
  /** Sends a frame and takes the next one that comes. */
  ask(frame: unknown): Promise<Frame>
  /** Settles with the close code. */
  readonly closed: Promise<number>
  close(): void
}

const open = new Set<SocketClient>()

/** Closes every socket that a test has left open. */
export async function closeSockets(): Promise<void> {
  for (const client of open) {
    client.close()
    await client.closed
  }
}

/** Connects; rejects with the HTTP status when the upgrade is refused. */
export function connectSocket(url: string, options: ClientOptions = {}): Promise<SocketClient> {
  const socket = new CheckedWebSocket(url, options)
  const heard: Frame[] = []
  const waiting: ((frame: Frame) => void)[] = []
  socket.on('message', (data) => {
    const frame = payloadOf(data) as Frame
    const taker = waiting.shift()
    if (taker) taker(frame)
    else heard.push(frame)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const send = (frame: unknown) =>
    socket.send(frame instanceof Malformed ? malformed(textOf(frame.payload)) : textOf(frame))
  const next = () =>
    heard.length > 0
      ? Promise.resolve(heard.shift())
      : new Promise<Frame>((resolve) => waiting.push(resolve))
  const client: SocketClient = {
    socket,
    send,
    waiting: () => heard.length,
    next,
    ask(frame) {
      send(frame)
      return next()
    },
    closed,
    close: () => socket.close(),
  }
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      open.add(client)
      resolve(client)
    })
    socket.on('close', () => open.delete(client))
    socket.on('unexpected-response', (_, { statusCode }) => {
      reject(new Error(`refused with ${statusCode}`))
      socket.terminate()
    })
    socket.on('error', reject)
  })
}

const textOf = (frame: unknown) =>
  typeof frame === 'string' || frame instanceof Buffer ? frame : JSON.stringify(frame)
