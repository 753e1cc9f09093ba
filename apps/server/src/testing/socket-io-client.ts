import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import {
  channelOfNamespace,
  checkMessage,
  checkSent,
  messagesOf,
  RefusalsOfForm,
} from './asyncapi-check.ts'
import { Malformed } from './malformed.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape
type Heard = [event: string, ...args: any[]]

/** The real client of Socket.IO, which collects whatever it hears; all of it is held against the AsyncAPI document. */
export interface SocketIoClient {
  readonly socket: Socket
  /** The next event not yet taken, waiting for it if need be. */
  next(): Promise<Heard>
  /** Settles once it is connected, again if it has been before; rejects with `connect_error`'s message. */
  connected(): Promise<void>
  /** Settles with the reason when it is disconnected. */
  disconnected(): Promise<string>
  /** Breaks the line; settles when the client has found out, which comes back by itself then. */
  cut(): Promise<void>
}

export type SocketIoOptions = Partial<ManagerOptions & SocketOptions>

const all = new Set<Socket>()

/** Ends every client that a test has left. */
export function closeSocketIo(): void {
  for (const socket of all) socket.disconnect()
  all.clear()
}

/** Begins to connect, as the documents' pages do; back within a tenth of a second when a line was cut. */
export function socketIoClient(url: string, options: SocketIoOptions = {}): SocketIoClient {
  const quick = { reconnectionDelay: 50, reconnectionDelayMax: 100, forceNew: true }
  const socket = checked(io(url, { ...quick, ...options }))
  all.add(socket)
  const heard: Heard[] = []
  const waiting: ((heard: Heard) => void)[] = []
  socket.onAny((...event: Heard) => {
    const taker = waiting.shift()
    if (taker) taker(event)
    else heard.push(event)
  })
  const disconnected = () =>
    new Promise<string>((resolve) => socket.once('disconnect', (reason) => resolve(reason)))
  return {
    socket,
    next() {
      const first = heard.shift()
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve))
    },
    connected: () =>
      new Promise((resolve, reject) => {
        if (socket.connected) return resolve()
        socket.once('connect', resolve)
        socket.once('connect_error', (error) => {
          // Without a connection it tries again; a namespace that refuses is for good.
          if (!socket.active) reject(error)
        })
      }),
    disconnected,
    async cut() {
      const gone = disconnected()
      socket.io.engine.close()
      await gone
    },
  }
}

/** Holds what goes either way against the document, acknowledgements too. */
function checked(socket: Socket): Socket {
  const channel = channelOfNamespace(Reflect.get(socket, 'nsp') as string)
  const refusals = new RefusalsOfForm()
  socket.onAny((event: string, ...args: unknown[]) => {
    checkMessage(channel, 'receive', args.length === 1 ? args[0] : args, event)
  })
  const emit = socket.emit.bind(socket)
  socket.emit = (event: string, ...args: unknown[]) => {
    const [first, ...more] = args
    const isMalformed = first instanceof Malformed
    const given = isMalformed ? [first.payload, ...more] : args
    // What the document does not know is passed over, and acknowledged all the same.
    const isKnown = channel && messagesOf(channel, 'send', event).length > 0
    if (!isKnown) return emit(event, ...given)
    const acknowledge = given.at(-1)
    checkSent(
      channel,
      given[0] === acknowledge && typeof acknowledge === 'function' ? undefined : given[0],
      isMalformed,
      event,
    )
    if (typeof acknowledge !== 'function') return emit(event, ...given)
    const hear = (...heard: unknown[]) => {
      const answer = heard.at(-1)
      // Without an answer it is the line that is gone.
      if (answer && !(answer instanceof Error)) {
        checkMessage(channel, 'acknowledge', answer, event)
        if (!isMalformed) refusals.hear(channel, answer)
      }
      acknowledge(...heard)
    }
    return emit(event, ...given.slice(0, -1), Object.assign(hear, acknowledge as Acknowledge))
  }
  return socket
}

/** With `withError`, a fault comes before the answer. */
type Acknowledge = ((...heard: unknown[]) => void) & { readonly withError?: boolean }
