import type { HttpClient } from './http-client.ts'
import { connectSocket, type SocketClient } from './socket-client.ts'

/** Somebody who chats. */
export interface ChatPerson {
  readonly id: number
  readonly uuid: string
  readonly username: string
  readonly token: string
}

/** Registers as clients of documents 2 and 4 do, and logs in. */
export async function newChatPerson(souk: HttpClient, name: string): Promise<ChatPerson> {
  const email = `${name}@example.com`
  const password = 'a long secret 1'
  const first_name = name[0]?.toUpperCase() + name.slice(1)
  const person = { email, password, username: name, first_name, last_name: 'Obi' }
  await souk.post('/auth/register', person)
  const { body } = await souk.post('/auth/login', { email, password })
  const { access, user } = body.entity
  return { id: user.user_number, uuid: user.id, username: name, token: access }
}

/** The documented sockets. */
export type ChatPath = '/ws/chat/room/' | '/chat/room/ws/'

/** Connects somebody to a Souk's chat. */
export function connectChat(
  { url }: Pick<HttpClient, 'url'>,
  { token }: ChatPerson,
  path: ChatPath = '/ws/chat/room/',
): Promise<SocketClient> {
  return connectSocket(`${url.replace('http', 'ws')}${path}?token=${token}`)
}

/** The document's frame to send a message with. */
export function chatMessage(to: ChatPerson, message_body: string, more: object = {}) {
  return { action: 'chat_message', message_body, receiver_id: to.uuid, ...more }
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into frames of every shape
type Frame = any

/** The next frame with one of these actions, as a client hears it that knows no others. */
export async function nextOf(client: SocketClient, ...actions: string[]): Promise<Frame> {
  for (;;) {
    const frame = await client.next()
    if (actions.includes(frame.action)) return frame
  }
}

/** So many of them. */
export async function nextOfMany(
  client: SocketClient,
  many: number,
  ...actions: string[]
): Promise<Frame[]> {
  const frames: Frame[] = []
  while (frames.length < many) frames.push(await nextOf(client, ...actions))
  return frames
}
