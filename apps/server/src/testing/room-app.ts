import type { HttpClient, TestUser } from './http-client.ts'
import { userName } from './room-socket.ts'
import { type SocketIoClient, type SocketIoOptions, socketIoClient } from './socket-io-client.ts'

/** A program for document 5 as it was released once, and is still used. */
export interface Generation {
  readonly name: string
  /** How it shows who it is. */
  credential(token: string): SocketIoOptions
  /** Whether each event says who sends it; empty until the app knows. */
  readonly namesUser: boolean
  /** Whether each message has a name by which the app knows it again. */
  readonly namesMessages: boolean
  message(text: string): object
}

export const FIRST_GENERATION: Generation = {
  name: 'G1, with a cookie and names for its messages',
  credential: (t) => ({ withCredentials: true, extraHeaders: { cookie: `session=${t}` } }),
  namesUser: false,
  namesMessages: true,
  message: (message) => ({ message, message_type: 'text', message_data: null }),
}

export const GENERATIONS: readonly Generation[] = [
  FIRST_GENERATION,
  {
    name: 'G2, with its cookie jar',
    credential: (t) => ({ transports: ['websocket'], extraHeaders: { cookie: `session=${t}` } }),
    namesUser: true,
    namesMessages: false,
    message: (message) => ({ message, message_type: 'text', product_id: null }),
  },
  {
    name: 'G3, with a token in the handshake and in a header',
    credential: (token) => ({
      transports: ['websocket', 'polling'],
      auth: { token },
      extraHeaders: { Authorization: `Bearer ${token}` },
    }),
    namesUser: true,
    namesMessages: false,
    message: (message) => ({ message, message_type: 'text', product_id: null }),
  },
]

export interface Bubble {
  readonly id?: number | undefined
  readonly clientId?: string | undefined
  readonly text: string
}

/** The screen of one room, as the app draws it. */
export interface RoomApp {
  readonly client: SocketIoClient
  readonly bubbles: Bubble[]
  /** Refusals that were told. */
  readonly errors: string[]
  /** Milliseconds after which each message was acknowledged; the composer is blocked for so long. */
  readonly waits: number[]
  /** Opens the room's screen: reads it, joins it, and looks at each message. */
  open(): Promise<void>
  send(text: string): Promise<void>
  /** Remembers a message that is sent when the line is back: again each time, until its name has come back. */
  queue(text: string, clientId: string): void
  answer(offer: number, response: 'accept' | 'reject'): void
}

/** The app of a generation, in the room. It shows by itself what it sends. */
export function roomApp(
  souk: HttpClient,
  generation: Generation,
  who: TestUser,
  room: number,
  url = souk.url,
): RoomApp {
  const client = socketIoClient(`${url}/chat`, generation.credential(who.token))
  const { socket } = client
  const [bubbles, errors, waits]: [Bubble[], string[], number[]] = [[], [], []]
  const waiting = new Map<string, string>()
  let isKnown = false
  const user = () => (generation.namesUser ? { user_id: isKnown ? userName(who) : '' } : {})
  const named = (clientId: string) => (generation.namesMessages ? { client_id: clientId } : {})
  const flush = () => {
    for (const [clientId, text] of waiting) {
      socket.emit('message', { room_id: room, ...generation.message(text), client_id: clientId })
    }
  }
  const known = ({ client_id: clientId }: { client_id?: string }) => {
    if (clientId !== undefined) waiting.delete(clientId)
  }

  socket.on('connect', flush)
  socket.on('connected', flush)
  socket.on('message_sent', known)
  socket.on('error', ({ message }) => errors.push(message))
  socket.on('message', (message) => {
    known(message)
    if (message.room_id !== room || bubbles.some(({ id }) => id === message.id)) return
    bubbles.push({ id: message.id, clientId: message.client_id, text: message.content })
  })

  return {
    client,
    bubbles,
    errors,
    waits,
    async open() {
      socket.emit('join_room', { room_id: room, ...user() })
      const path = `/api/v1/chats/rooms/${room}`
      const { body } = await souk.get(`${path}/messages?page=1&per_page=30`, who.token)
      for (const { id, content } of body.messages) bubbles.push({ id, text: content })
      await souk.post(`${path}/read`, undefined, who.token)
      isKnown = true
      socket.emit('join_room', { room_id: room, ...user() })
      for (let id = 1; id <= 30; id += 1) socket.emit('join_message', { message_id: id, ...user() })
    },
    async send(text) {
      const clientId = crypto.randomUUID()
      const payload = { room_id: room, ...generation.message(text), ...named(clientId), ...user() }
      const start = performance.now()
      const answer = await socket.timeout(8000).emitWithAck('message', payload)
      waits.push(performance.now() - start)
      bubbles.push({ id: answer.message_id, clientId: answer.client_id, text })
    },
    queue(text, clientId) {
      waiting.set(clientId, text)
      bubbles.push({ clientId, text })
    },
    answer(offer, response) {
      socket.emit('respond_to_offer', { offer_id: Number(offer), response, ...user() })
    },
  }
}

/** Opens the app, and waits until it has heard that it is in the room. */
export async function openApp(...[souk, generation, who, room, url]: Parameters<typeof roomApp>) {
  const app = roomApp(souk, generation, who, room, url)
  await app.client.connected()
  const joined = new Promise((resolve) => app.client.socket.once('room_joined', resolve))
  await app.open()
  await joined
  return app
}
