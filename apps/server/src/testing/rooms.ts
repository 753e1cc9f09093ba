import type { Answer, HttpClient } from './http-client.ts'
import type { Who } from './shop.ts'

export const ROOMS = '/api/v1/chats/rooms'

/** Document 5's rooms over HTTP, for tests that need some. */
export interface RoomsClient {
  /** Opens a room with a seller, about one of their products. @returns its number */
  newRoom(buyer: Who, seller: { readonly id: number }, product?: string): Promise<number>
  say(by: Who, room: number, content: string, given?: object): Promise<Answer>
  /** Makes an offer. @returns its number */
  newOffer(by: Who, room: number, product: string, price?: number): Promise<number>
  offer(by: Who, room: number, given: object): Promise<Answer>
  respond(by: Who, offer: number, response: string, given?: object): Promise<Answer>
  messages(by: Who, room: number, query?: string): Promise<Answer>
}

export function roomsClient(souk: HttpClient): RoomsClient {
  const made = ({ status, body }: Answer): number => {
    if (status > 201) throw new Error(`not made: ${body.message}`)
    return body.id
  }
  const offer = ({ token }: Who, room: number, given: object) =>
    souk.post(`${ROOMS}/${room}/offers`, given, token)
  return {
    newRoom: async ({ token }, { id }, product) =>
      made(await souk.post(ROOMS, { seller_id: `USR_${id}`, product_id: product }, token)),
    say: ({ token }, room, content, given = {}) =>
      souk.post(`${ROOMS}/${room}/messages`, { content, ...given }, token),
    newOffer: async (by, room, product, price = 25) =>
      made(await offer(by, room, { product_id: product, price })),
    offer,
    respond: ({ token }, id, response, given = {}) =>
      souk.post(`/api/v1/chats/offers/${id}/respond`, { response, ...given }, token),
    messages: ({ token }, room, query = '') => souk.get(`${ROOMS}/${room}/messages${query}`, token),
  }
}
