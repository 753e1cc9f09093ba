import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { clampedPageFields, id, line, pageOf, prefixedId, price, text } from '../fields.ts'
import { READ_UP_TO, ReadMark } from '../read-mark.ts'
import { live } from './live.routes.ts'
import { RoomMessage, RoomMessageInDocument5, SENT_TYPES } from './message.ts'
import { givenMessageData } from './message-data.ts'
import { AnsweredOffer, AnsweredOfferInDocument5 } from './offer.ts'
import { OFFER_RESPONSES } from './offer-statuses.ts'
import { reactions } from './reactions.routes.ts'
import { OpenedRoom, Room, RoomPage, RoomPageInDocument5 } from './room.ts'

const ROOMS = '/api/v1/chats/rooms'
const MOST_EUR = 1_000_000_000_000n

const inRoom = (method: 'GET' | 'POST', rest: '' | `/${string}`): RestRoute => ({
  method,
  path: `${ROOMS}/{room_id}${rest}`,
  dialect: 'rooms',
})

const roomId = () => prefixedId('room')
const userId = () => prefixedId('USR', 'user').nullish()
const productId = () => prefixedId('PRD', 'product')
const clientId = () =>
  line(1, 100)
    .nullish()
    .describe(
      'A name of the client’s own: sent again under it, the message is stored once, and answered as it was.',
    )
const said = () =>
  text(0, 1000)
    .nullish()
    .transform((words) => words || null)
    .describe('A word with it.')

const isRepeated = z.boolean().describe('It had been sent before, under the same `clientId`.')
const isThereAlready = ({ isRepeated }: { isRepeated: boolean }) => isRepeated

/** Document 5. */
export const rooms = {
  list: query({
    access: 'user',
    quota: 'chat',
    summary: 'List the caller’s rooms, latest activity first',
    description: 'Those in which nothing has been written come last. Listing them marks nothing.',
    input: z.object(clampedPageFields(20)),
    output: pageOf(Room),
    rest: [{ method: 'GET', path: ROOMS, dialect: 'rooms', under: 'rooms' }],
  }),
  open: mutation({
    access: 'user',
    summary: 'Open a room between a buyer and a seller, or find it',
    description:
      'The caller is one of the two: a buyer names the seller, a seller the buyer. There is one room for each product and request that they talk about.',
    input: z.object({
      buyerId: userId().describe('The caller, unless given.'),
      sellerId: userId().describe('A user with a store: the caller, unless given.'),
      productId: productId().nullish().describe('One of the seller’s.'),
      requestId: prefixedId('REQ')
        .nullish()
        .describe('What they talk about: a request of the buyer’s.'),
    }),
    output: OpenedRoom.extend({ isNew: z.boolean().describe('It was not there before.') }),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    rest: [
      {
        method: 'POST',
        path: ROOMS,
        dialect: 'rooms',
        status: 201,
        isThereAlready: ({ isNew }: { isNew: boolean }) => !isNew,
        view: OpenedRoom,
      },
    ],
  }),
  get: query({
    access: 'user',
    quota: 'chat',
    summary: 'Show a room with its latest messages',
    description: 'That marks nothing as read.',
    input: z.object({ roomId: roomId() }),
    output: RoomPage,
    errors: ['NOT_A_PARTY'],
    rest: [{ ...inRoom('GET', ''), view: RoomPageInDocument5 }],
  }),
  messages: query({
    access: 'user',
    quota: 'chat',
    summary: 'Read a room, oldest message first',
    description:
      'Page 1 ends with the newest message, and what it shows counts as read by the caller from then on.',
    input: z.object({ roomId: roomId(), ...clampedPageFields(50) }),
    output: pageOf(RoomMessage),
    errors: ['NOT_A_PARTY'],
    rest: [
      { ...inRoom('GET', '/messages'), under: 'messages', view: pageOf(RoomMessageInDocument5) },
    ],
  }),
  send: mutation({
    access: 'user',
    quota: 'roomMessages',
    summary: 'Write in a room',
    description:
      'At most 30 messages and offers a minute. Nobody writes to whom they have blocked, or who has blocked them.',
    input: z.object({
      roomId: roomId(),
      content: text(1, 1000).describe('What is said.'),
      messageType: z
        .enum(SENT_TYPES, `must be one of ${SENT_TYPES.join(', ')}`)
        .default('text')
        .describe('How clients are to show it.'),
      messageData: givenMessageData()
        .nullish()
        .describe(
          'Anything: at most 64 KiB, nested at most 32 deep. A `product_id` in it names a product.',
        ),
      clientId: clientId(),
    }),
    output: RoomMessage.extend({ isRepeated }),
    errors: ['NOT_A_PARTY', 'FORBIDDEN'],
    rest: [
      {
        ...inRoom('POST', '/messages'),
        status: 201,
        isThereAlready,
        view: RoomMessageInDocument5,
      },
    ],
  }),
  sendOffer: mutation({
    access: 'user',
    quota: 'roomMessages',
    summary: 'Offer a price for a product',
    description: 'Of one piece, in EUR. Either side may; the other one answers it, once.',
    input: z.object({
      roomId: roomId(),
      productId: productId().describe('One of the seller’s.'),
      price: price(2, MOST_EUR).describe('Of one piece, in EUR.'),
      message: said(),
      clientId: clientId(),
    }),
    output: RoomMessage.extend({ isRepeated }),
    errors: ['NOT_A_PARTY', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    rest: [
      { ...inRoom('POST', '/offers'), status: 201, isThereAlready, view: RoomMessageInDocument5 },
    ],
  }),
  respond: mutation({
    access: 'user',
    summary: 'Answer an offer',
    description:
      'Accepting makes an unpaid order of the buyer’s at that price, with its piece out of stock; countering makes an offer the other way.',
    input: z
      .object({
        offerId: prefixedId('offer'),
        response: z
          .enum(OFFER_RESPONSES, `must be one of ${OFFER_RESPONSES.join(', ')}`)
          .describe('`counter` offers another price.'),
        message: said(),
        counterPrice: price(2, MOST_EUR)
          .nullish()
          .describe('Needed with `counter`: of one piece, in EUR.'),
      })
      .refine(({ response, counterPrice }) => response !== 'counter' || counterPrice != null, {
        path: ['counterPrice'],
        message: 'must be given',
      }),
    output: AnsweredOffer.extend({ isRepeated: z.boolean().describe('It had been so before.') }),
    errors: [
      'NOT_A_PARTY',
      'FORBIDDEN',
      'CONFLICT',
      'COIN_DISABLED',
      'RESTRICTED',
      'LIMIT_EXCEEDED',
    ],
    rest: [
      {
        method: 'POST',
        path: '/api/v1/chats/offers/{offer_id}/respond',
        dialect: 'rooms',
        view: AnsweredOfferInDocument5,
      },
    ],
  }),
  markRead: mutation({
    access: 'user',
    quota: 'chat',
    summary: 'Mark a room as read',
    description: 'Up to `upTo`, or all. The other one is told how far the caller has read.',
    input: z.object({ roomId: roomId(), upTo: id().nullish().describe(READ_UP_TO) }),
    output: ReadMark,
    errors: ['NOT_A_PARTY'],
    rest: [{ ...inRoom('POST', '/read'), message: 'Messages marked as read', view: z.object({}) }],
  }),
  ...live,
  reactions,
}
