import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Document 5 as it is written, by REST.

let souk: TestSouk
let [buyer, seller]: TestUser[] = []
let product: string

beforeAll(async () => {
  souk = await startTestSouk()
  ;[buyer, seller] = await Promise.all(['idris', 'halima'].map((name) => souk.signUp(name)))
  await souk.post('/api/sellers', { storeName: 'Harbour Maps', category: 'Books' }, seller?.token)
  const made = await souk.post(
    '/api/products',
    {
      name: 'Product Name',
      priceBtc: 0.001,
      priceEur: 29.99,
      category: 'Books',
      stockQuantity: 3,
      images: ['https://images.example.com/product.jpg'],
    },
    seller?.token,
  )
  product = made.body.data.id.replace('product_', 'PRD_')
})
afterAll(() => souk.stop())

const usr = (user: TestUser | undefined) => `USR_${user?.id}`
const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

test('a room is opened, written in, negotiated in and read, as the document has it', async () => {
  const opened = await souk.post(
    '/api/v1/chats/rooms',
    { seller_id: usr(seller), product_id: product },
    buyer?.token,
  )
  expect(opened.status).toBe(201)
  expect(opened.body).toEqual({
    id: expect.any(Number),
    buyer_id: usr(buyer),
    seller_id: usr(seller),
    product_id: product,
    request_id: null,
    last_message_at: null,
    unread_count_buyer: 0,
    unread_count_seller: 0,
  })
  const room = `/api/v1/chats/rooms/${opened.body.id}`

  const sent = await souk.post(
    `${room}/messages`,
    {
      content: "Hello, I'm interested in your product",
      message_type: 'text',
      message_data: { product_id: product },
    },
    buyer?.token,
  )
  expect(sent.status).toBe(201)
  const snapshot = {
    id: product,
    name: 'Product Name',
    price: 29.99,
    currency: 'EUR',
    image_url: 'https://images.example.com/product.jpg',
  }
  const message = {
    id: expect.any(Number),
    room_id: opened.body.id,
    sender_id: usr(buyer),
    sender_username: 'idris',
    sender: { id: usr(buyer), username: 'idris', profile_picture: null, is_seller: false },
    content: "Hello, I'm interested in your product",
    message_type: 'text',
    message_data: { product_id: product, product: snapshot },
    is_read: false,
    read_at: null,
    created_at: MOMENT,
  }
  expect(sent.body).toEqual(message)

  const offered = await souk.post(
    `${room}/offers`,
    { product_id: product, price: 25.0, message: 'I can offer $25 for this product' },
    buyer?.token,
  )
  expect(offered.status).toBe(201)
  const offer = {
    ...message,
    content: 'Offered €25.00 for Product Name',
    message_type: 'offer',
    message_data: {
      product_id: product,
      product_name: 'Product Name',
      product_price: 29.99,
      offer_amount: 25,
      offer_message: 'I can offer $25 for this product',
      product: snapshot,
    },
    offer: {
      id: offered.body.id,
      product_id: product,
      price: 25,
      status: 'pending',
      message: 'I can offer $25 for this product',
      product: snapshot,
      answer: null,
      order_id: null,
      counter_offer_id: null,
    },
  }
  expect(offered.body).toEqual(offer)

  const listed = await souk.get('/api/v1/chats/rooms?page=1&per_page=20', seller?.token)
  expect(listed.body).toEqual({
    rooms: [
      {
        id: opened.body.id,
        other_user: { id: usr(buyer), username: 'idris', profile_picture: null, is_seller: false },
        product: {
          id: product,
          name: 'Product Name',
          price: 29.99,
          image: 'https://images.example.com/product.jpg',
        },
        request: null,
        last_message: {
          id: offered.body.id,
          content: 'Offered €25.00 for Product Name',
          message_type: 'offer',
          sender_id: usr(buyer),
          created_at: MOMENT,
        },
        unread_count: 2,
        last_message_at: MOMENT,
      },
    ],
    pagination: { page: 1, per_page: 20, total: 1 },
  })

  const read = await souk.get(`${room}/messages?page=1&per_page=50`, seller?.token)
  expect(read.body).toEqual({
    messages: [message, offer],
    pagination: { page: 1, per_page: 50, total: 2 },
  })
  const marked = await souk.post(`${room}/read`, undefined, seller?.token)
  expect([marked.status, marked.body]).toEqual([200, { message: 'Messages marked as read' }])

  const accepted = await souk.post(
    `/api/v1/chats/offers/${offered.body.id}/respond`,
    { response: 'accept', message: 'I accept your offer' },
    seller?.token,
  )
  expect([accepted.status, accepted.body]).toEqual([
    200,
    {
      room_id: opened.body.id,
      offer_id: offered.body.id,
      response: 'accept',
      status: 'accepted',
      user_id: usr(seller),
      username: 'halima',
      message: 'I accept your offer',
      order_id: expect.stringMatching(/^order_\d+$/),
      counter_price: null,
      counter_offer_id: null,
      answered_at: MOMENT,
      counter_offer: null,
    },
  ])
  const order = await souk.get(`/api/orders/${accepted.body.order_id}`, buyer?.token)
  expect(order.body.data).toMatchObject({
    status: 'PENDING',
    buyerId: `user_${buyer?.id}`,
    totalEur: 25,
    totalBtc: 0.00083361,
  })
})
