import type { Call } from '../call.ts'
import { LARGE } from '../fill/shop.ts'
import type { Side } from '../side.ts'
import { largeBuyer, largeSeller, newProduct } from './shop.ts'

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

/** The same when the buyer has not read the later half of what the seller has written there. */
async function halfRead(side: Side) {
  const { room_id, product } = await room(side)
  const { client, people } = side
  const half = await side.once('half of the room', async () => {
    const { rows } = await client.query(
      `select half.id, (select count(*)::int from messages m
                where m.conversation = $1 and m.id > half.id and m.sender_id <> $2) as unread
         from (select id from messages where conversation = $1 order by id
               offset (select messages / 2 from conversations where name = $1) limit 1) half`,
      [`room:${room_id}`, people.buyer.id],
    )
    return rows[0] as { id: number; unread: number }
  })
  await client.query(
    `update conversation_members set read_up_to = $3, unread = $4
      where conversation = $1 and user_id = $2`,
    [`room:${room_id}`, people.buyer.id, half.id, half.unread],
  )
  return { room_id, product, later: Number(half.id) + 10 }
}

/** A room in which the largest seller has read nothing. */
const unreadRoom = async (side: Side) => ({ ...(await largeSeller(side)), room_id: 9 })

/** What the largest seller and a buyer have a room about. */
const known = async (side: Side) => ({ ...(await largeBuyer(side)), ...aboutKnown })
const aboutKnown = { seller_id: LARGE, product_id: 9 }

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
  { operation: `GET ${ROOMS}`, given: largeSeller },
  { operation: `GET ${ROOMS}`, query: 'page=50&per_page=100', given: largeSeller },
  { operation: `POST ${ROOMS}`, given: known, body: aboutKnown },
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
  { operation: `GET ${ROOMS}/{room_id}`, given: unreadRoom },
  { operation: `GET ${ROOMS}/{room_id}`, query: 'half=read', given: halfRead, as: 'buyer' },
  {
    operation: `GET ${ROOMS}/{room_id}/messages`,
    query: 'half=read',
    given: halfRead,
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
  { operation: `POST ${ROOMS}/{room_id}/read`, query: 'half=read', given: halfRead, as: 'buyer' },
  {
    operation: `POST ${ROOMS}/{room_id}/read`,
    query: 'up=later',
    given: halfRead,
    body: ({ later }) => ({ up_to: later }),
    as: 'buyer',
  },
  respond({ response: 'accept' }),
  respond({ response: 'reject' }),
  respond({ response: 'counter', counter_price: 2 }),
  {
    operation: 'SAY /chat join_room',
    given: room,
    body: ({ room_id }) => ({ room_id }),
    as: 'buyer',
  },
  {
    operation: 'SAY /chat join_room',
    query: 'half=read',
    given: halfRead,
    body: ({ room_id }) => ({ room_id }),
    as: 'buyer',
  },
  { operation: 'SAY /chat join_room', given: unreadRoom, body: ({ room_id }) => ({ room_id }) },
  {
    operation: 'SAY /chat leave_room',
    given: room,
    body: ({ room_id }) => ({ room_id }),
    as: 'buyer',
  },
  {
    operation: 'SAY /chat message',
    given: room,
    body: ({ room_id }) => ({ room_id, message: 'A word' }),
    as: 'buyer',
  },
  {
    operation: 'SAY /chat send_offer',
    given: room,
    body: ({ room_id, product }) => ({ room_id, product_id: product, offer_amount: 1 }),
    as: 'buyer',
  },
  {
    operation: 'SAY /chat respond_to_offer',
    given: offered,
    body: ({ offer_id }) => ({ offer_id, response: 'reject' }),
    as: 'seller',
  },
]
