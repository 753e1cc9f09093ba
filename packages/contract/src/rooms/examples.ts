import type { z } from 'zod'
import { type ContractWords, exampleOf, partsIn } from '../words.ts'
import { RoomProduct, RoomRequest } from './room.ts'
import { rooms } from './routes.ts'
import { RoomUser } from './user.ts'

const domains = {
  rooms: {
    name: 'Negotiation rooms',
    description:
      'Where a buyer and a seller write to each other about a product, and offer each other prices. A price that both agree to becomes an unpaid order.',
  },
  'rooms.reactions': {
    name: 'Negotiation rooms: reactions',
    description: 'What the two of a room say of a message without a word.',
  },
}

const names = {
  'rooms.list': 'Room',
  'rooms.open': 'OpenedRoom',
  'rooms.get': 'RoomPage',
  'rooms.messages': 'RoomMessage',
  'rooms.reactions.list': 'Reaction',
  'rooms.respond': 'AnsweredOffer',
}

const parts = partsIn('rooms', { RoomProduct, RoomRequest, RoomUser })

type Message = z.output<typeof rooms.send.output>
type User = Message['sender']

const idris: User = { id: 57, username: 'idris', profilePicture: null, isSeller: false }
const halima: User = { id: 61, username: 'halima', profilePicture: null, isSeller: true }

const image = 'https://images.example.com/map.jpg'
const product = { id: 31, name: 'Map of the harbour', price: '29.99', image }
const snapshot = {
  id: 31,
  name: product.name,
  price: product.price,
  currency: 'EUR' as const,
  imageUrl: image,
}
/** The same where a message's data has it, in the words of the document. */
const productInData = {
  id: 'PRD_31',
  name: product.name,
  price: 29.99,
  currency: 'EUR',
  image_url: image,
}

const asked: Message = {
  id: 5430,
  roomId: 8,
  senderId: idris.id,
  senderUsername: idris.username,
  sender: idris,
  content: 'Is it still to be had?',
  messageType: 'text',
  messageData: { product_id: 'PRD_31', product: productInData },
  isRead: false,
  readAt: null,
  createdAt: '2026-03-14T09:26:53.120Z',
  clientId: 'b3f1',
  offer: null,
  isRepeated: false,
}

const offered = (
  id: number,
  sender: User,
  price: string,
  words: string,
  createdAt: string,
): Message => ({
  ...asked,
  id,
  senderId: sender.id,
  senderUsername: sender.username,
  sender,
  content: `Offered €${price} for ${product.name}`,
  messageType: 'offer',
  messageData: {
    product_id: 'PRD_31',
    product_name: product.name,
    product_price: 29.99,
    offer_amount: Number(price),
    offer_message: words,
    product: productInData,
  },
  createdAt,
  clientId: null,
  offer: {
    id,
    productId: product.id,
    price,
    status: 'pending',
    message: words,
    product: snapshot,
    answer: null,
    orderId: null,
    counterOfferId: null,
  },
})

const offer = offered(5431, idris, '25.00', 'Would this do?', '2026-03-14T09:27:30.440Z')
const counterOffer = offered(5432, halima, '27.50', 'A little more.', '2026-03-14T09:29:02.071Z')

const room = { id: 8, otherUser: halima, product, request: null }

const reactions = [{ reactionType: 'HEART' as const, emoji: '❤️', count: 1, hasReacted: true }]

const examples = [
  exampleOf(
    rooms.list,
    { page: 1, perPage: 20 },
    {
      items: [
        {
          ...room,
          lastMessage: {
            id: counterOffer.id,
            content: counterOffer.content,
            messageType: 'offer',
            senderId: halima.id,
            createdAt: counterOffer.createdAt,
          },
          unreadCount: 1,
          lastMessageAt: counterOffer.createdAt,
        },
      ],
      page: 1,
      perPage: 20,
      total: 1,
    },
  ),
  exampleOf(
    rooms.open,
    { sellerId: 'USR_61', productId: 'PRD_31' },
    {
      id: 8,
      buyerId: idris.id,
      sellerId: halima.id,
      productId: product.id,
      requestId: null,
      lastMessageAt: null,
      unreadCountBuyer: 0,
      unreadCountSeller: 0,
      isNew: true,
    },
  ),
  exampleOf(rooms.get, { roomId: 8 }, { ...room, messages: [asked, offer], unreadCount: 0 }),
  exampleOf(
    rooms.messages,
    { roomId: 8, page: 1, perPage: 50 },
    { items: [asked, offer, counterOffer], page: 1, perPage: 50, total: 3 },
  ),
  exampleOf(
    rooms.send,
    {
      roomId: 8,
      content: asked.content,
      messageData: { product_id: 'PRD_31' },
      clientId: 'b3f1',
    },
    asked,
  ),
  exampleOf(
    rooms.sendOffer,
    { roomId: 8, productId: 'PRD_31', price: '25.00', message: 'Would this do?' },
    offer,
  ),
  exampleOf(
    rooms.respond,
    { offerId: 5431, response: 'counter', message: 'A little more.', counterPrice: '27.50' },
    {
      roomId: 8,
      offerId: 5431,
      response: 'counter',
      status: 'countered',
      userId: halima.id,
      username: halima.username,
      message: 'A little more.',
      orderId: null,
      counterPrice: '27.50',
      counterOfferId: 5432,
      answeredAt: counterOffer.createdAt,
      counterOffer,
      isRepeated: false,
    },
  ),
  exampleOf(rooms.reactions.list, { messageId: 5432 }, reactions),
  exampleOf(rooms.reactions.add, { messageId: 5432, reactionType: 'HEART' }, reactions),
  exampleOf(rooms.reactions.remove, { messageId: 5432, reactionType: 'HEART' }, []),
  exampleOf(rooms.markRead, { roomId: 8 }, { readUpTo: 5432, unread: 0 }),
]

export const words: ContractWords = { domains, names, parts, examples: new Map(examples) }
