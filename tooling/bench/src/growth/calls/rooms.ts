import type { Call } from '../call.ts'
import type { Side } from '../side.ts'
import { newProduct } from './shop.ts'

const ROOMS = '/api/v1/chats/rooms'

/** The room with the most messages becomes one of the buyer and whoever sells there. */
async function takeBusiestRoom({ client, people: { buyer } }: Side) {
  const { rows } = await client.query(
    'select id, buyer_id as was, product_id from rooms order by id limit 1',
  )
  const [{ id, was, product_id }] = rows
  await client.query('update rooms set buyer_id = $2 where id = $1', [id, buyer.id])
  await client.query(
    'update conversation_members set user_id = $3 where conversation = $1 and user_id = $2',
    [`room:${id}`, was, buyer.id],
  )
  await client.query('update room_reads set user_id = $3 where room_id = $1 and user_id = $2', [
    id,
    was,
    buyer.id,
  ])
  return { room_id: id as number, product: product_id as number }
}

const room = (side: Side) => side.once('room', takeBusiestRoom)

/** What a room can be opened about that there is none about yet. */
async function aboutNew(side: Side) {
  const { id } = await newProduct(side)
  return { seller_id: side.people.seller.id, product_id: id }
}

/** What the seller can answer, in a room of their own. */
async function offered(side: Side) {
  const about = await aboutNew(side)
  const { souk, people } = side
  const opened = (await souk.post(ROOMS, people.buyer.token, about)) as { id: number }
  const made = await souk.post(`${ROOMS}/${opened.id}/offers`, people.buyer.token, {
    product_id: about.product_id,
    price: 1,
  })
  return { offer_id: (made as { id: number }).id }
}

const respond = (body: object): Call => ({
  operation: 'POST /api/v1/chats/offers/{offer_id}/respond',
  given: offered,
  body,
  as: 'seller',
})

export const roomCalls: readonly Call[] = [
  { operation: `GET ${ROOMS}`, given: room, as: 'buyer' },
  {
    operation: `POST ${ROOMS}`,
    given: aboutNew,
    body: (about) => about,
    as: 'buyer',
  },
  { operation: `GET ${ROOMS}/{room_id}`, given: room, as: 'buyer' },
  { operation: `GET ${ROOMS}/{room_id}/messages`, given: room, as: 'buyer' },
  {
    operation: `GET ${ROOMS}/{room_id}/messages`,
    query: 'page=20&per_page=100',
    given: room,
    as: 'buyer',
  },
  {
    operation: `POST ${ROOMS}/{room_id}/messages`,
    given: room,
    body: ({ product }) => ({ content: 'A word', message_data: { product_id: product } }),
    as: 'buyer',
  },
  {
    operation: `POST ${ROOMS}/{room_id}/offers`,
    given: room,
    body: ({ product }) => ({ product_id: product, price: 1 }),
    as: 'buyer',
  },
  { operation: `POST ${ROOMS}/{room_id}/read`, given: room, as: 'buyer' },
  respond({ response: 'accept' }),
  respond({ response: 'reject' }),
  respond({ response: 'counter', counter_price: 2 }),
]
