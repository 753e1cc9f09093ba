import type { HttpClient, TestUser } from './http-client.ts'
import { shopClient } from './shop.ts'
import { type SocketIoClient, type SocketIoOptions, socketIoClient } from './socket-io-client.ts'

/** A buyer and a seller, and the room in which they talk about a product of 89.99 EUR. */
export interface Negotiation {
  readonly buyer: TestUser
  readonly seller: TestUser
  /** As `PRD_1`. */
  readonly product: string
  readonly room: number
}

let people = 0

/** Two new people in a new room. */
export async function newNegotiation(souk: HttpClient): Promise<Negotiation> {
  people += 1
  const buyer = await souk.signUp(`buyer${people}`)
  const seller = await souk.signUp(`seller${people}`)
  await shopClient(souk).newSeller(seller)
  return nextNegotiation(souk, { buyer, seller })
}

/** The same two in a new room, about another product. */
export async function nextNegotiation(
  souk: HttpClient,
  { buyer, seller }: Pick<Negotiation, 'buyer' | 'seller'>,
): Promise<Negotiation> {
  const id = await shopClient(souk).newProduct(seller, { stockQuantity: 100 })
  const product = id.replace('product', 'PRD')
  const room = await openRoom(souk, buyer, { seller_id: userName(seller), product_id: product })
  return { buyer, seller, product, room }
}

/** Opens a room, or finds it. @returns its id */
export async function openRoom(
  souk: HttpClient,
  { token }: Pick<TestUser, 'token'>,
  about: object,
): Promise<number> {
  const { status, body } = await souk.post('/api/v1/chats/rooms', about, token)
  if (status > 201) throw new Error(`not opened: ${body.message}`)
  return body.id
}

export const userName = ({ id }: Pick<TestUser, 'id'>) => `USR_${id}`

/** The real client on `/chat`, as somebody. */
export function chatClient(
  { url }: Pick<HttpClient, 'url'>,
  { token }: Pick<TestUser, 'token'>,
  options: SocketIoOptions = {},
): SocketIoClient {
  return socketIoClient(`${url}/chat`, { auth: { token }, ...options })
}

/** Connects, and takes the greeting. */
export async function chatting(
  ...[souk, who, options]: Parameters<typeof chatClient>
): Promise<SocketIoClient> {
  const client = chatClient(souk, who, options)
  await client.connected()
  const [event] = await client.next()
  if (event !== 'connected') throw new Error(`${event} came before the greeting`)
  return client
}

/** Connects, and joins the room. */
export async function inRoom(
  souk: Pick<HttpClient, 'url'>,
  who: Pick<TestUser, 'token'>,
  room: number,
  options?: SocketIoOptions,
): Promise<SocketIoClient> {
  const client = await chatting(souk, who, options)
  client.socket.emit('join_room', { room_id: room })
  const [event] = await client.next()
  if (event !== 'room_joined') throw new Error(`${event} in place of room_joined`)
  return client
}

/** What a client hears by the time that its ping is answered. */
export async function heardUntilNow(client: SocketIoClient): Promise<string[]> {
  client.socket.emit('ping', {})
  const heard: string[] = []
  for (;;) {
    const [event] = await client.next()
    if (event === 'pong') return heard
    heard.push(event)
  }
}

/** The numbers of the messages that a client hears next, before that one, and of nothing else. */
export async function messagesBefore(client: SocketIoClient, last: number): Promise<number[]> {
  const heard: number[] = []
  for (;;) {
    const [event, { id }] = await client.next()
    if (event === 'connected') continue
    if (event !== 'message') throw new Error(`${event} in place of a message`)
    if (id === last) return heard
    heard.push(id)
  }
}
