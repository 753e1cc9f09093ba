import type { HttpClient } from '@souk/server/testing/http-client'
import { roomsClient } from '@souk/server/testing/rooms'
import { shopClient } from '@souk/server/testing/shop'
import type { People } from '../people.ts'

/** A room in which there is an offer of each kind, and one where nothing has been written. */
export async function negotiate(
  souk: HttpClient,
  { adaeze: seller, emeka: buyer, femi }: People,
): Promise<void> {
  const rooms = roomsClient(souk)
  const shop = shopClient(souk)
  const product = await shop.newProduct(seller, { stockQuantity: 20, name: 'Map of the coast' })
  const room = await rooms.newRoom(buyer, seller, product)
  await rooms.newRoom(femi, seller)
  const shown = { message_type: 'product', message_data: { product_id: product } }
  await rooms.say(buyer, room, 'Is it still to be had?', { ...shown, client_id: 'b-1' })
  await rooms.messages(seller, room)
  await rooms.newOffer(buyer, room, product, 60)
  const [low, high, fair] = await Promise.all(
    [20, 120, 70].map((price) => rooms.newOffer(buyer, room, product, price)),
  )
  await rooms.respond(seller, low ?? 0, 'reject', { message: 'Too little.' })
  await rooms.respond(seller, high ?? 0, 'accept')
  await rooms.respond(seller, fair ?? 0, 'counter', { counter_price: 80 })
}
