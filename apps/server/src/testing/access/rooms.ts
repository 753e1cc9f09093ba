import type { TestUser } from '../http-client.ts'
import { type Access, type People, SECRETS, type Sides, type World } from './access.ts'
import { newProduct } from './shop.ts'

const ROOMS = '/api/v1/chats/rooms'

/** What the buyer has written and offered to the seller, in a room of theirs. */
async function room(world: World, sides: Sides) {
  const { seller, buyer } = sides
  const { post } = world.souk
  const { product } = await newProduct(world, sides)
  const about = { seller_id: seller.id, product_id: product }
  const { body: opened } = await post(ROOMS, about, buyer.token)
  const path = `${ROOMS}/${opened.id}`
  await post(`${path}/messages`, { content: SECRETS.room }, buyer.token)
  const { body: made } = await post(
    `${path}/offers`,
    { product_id: product, price: 25 },
    buyer.token,
  )
  return { room: opened.id, offer: made.id, product }
}

/** Whoever has a store names a buyer, and others name somebody who has one. */
const otherSide = ({ id }: TestUser, people: People) =>
  [people.seller.id, people['staff seller'].id].includes(id)
    ? { buyerId: people.buyer.id }
    : { sellerId: people.seller.id }

export const roomsAccess: Access = {
  matrix: `
operation         on      | stranger | seller | buyer | staff | staff seller | staff buyer
rooms.list        room    | +        | +      | +     | +     | +            | +
rooms.open        room    | +        | +      | +     | +     | +            | +
rooms.get         room    | party    | +      | +     | party | +            | +
rooms.messages    room    | party    | +      | +     | party | +            | +
rooms.send        room    | party    | +      | +     | party | +            | +
rooms.sendOffer   room    | party    | +      | +     | party | +            | +
rooms.respond     room    | party    | +      | party | party | +            | party
rooms.markRead    room    | party    | +      | +     | party | +            | +
rooms.typing      room    | party    | +      | +     | party | +            | +
rooms.watch       nothing | +        | +      | +     | +     | +            | +
rooms.watchTyping room    | party    | +      | +     | party | +            | +
`,
  inputs: {
    'rooms.open': (_, caller, people) => otherSide(caller, people),
    'rooms.get': ({ room }) => ({ roomId: room }),
    'rooms.messages': ({ room }) => ({ roomId: room }),
    'rooms.send': ({ room }) => ({ roomId: room, content: 'hello' }),
    'rooms.sendOffer': ({ room, product }) => ({ roomId: room, productId: product, price: '24' }),
    'rooms.respond': ({ offer }) => ({ offerId: offer, response: 'reject' }),
    'rooms.markRead': ({ room }) => ({ roomId: room }),
    'rooms.typing': ({ room }) => ({ roomId: room, action: 'start' }),
    'rooms.watchTyping': ({ room }) => ({ roomId: room }),
  },
  targets: { room },
}
