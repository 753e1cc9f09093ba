import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectSocket } from '../../src/testing/socket-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Without the staff account, so that alice is user 1 and bob user 2, as in the document.
const NOBODY_ELSE = { ADMIN_USERNAME: '', ADMIN_PASSWORD: '' }
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)

let souk: TestSouk
let alice: string
let bob: string
beforeEach(async () => {
  souk = await startTestSouk(NOBODY_ELSE)
  const signUp = async (username: string) => {
    await souk.post('/register', { username, password: 'secret123' })
    return souk.logIn(username, 'secret123')
  }
  alice = await signUp('alice')
  bob = await signUp('bob')
})
afterEach(() => souk.stop())

const trade = (status: string, buyer: string | null) => ({
  id: 1,
  asset: 'BTC',
  amount: '100.00',
  status,
  seller_name: 'alice',
  seller_id: 1,
  seller_username: 'alice',
  buyer_name: buyer,
  buyer_id: buyer && 2,
  buyer_username: buyer,
})

const sender = (sender_id: number, name: string) => ({
  sender_id,
  sender_name: name,
  sender_username: name,
})

async function createAndBuy(): Promise<void> {
  const created = await souk.post('/trades', { seller_id: 1, asset: 'BTC', amount: 100 }, alice)
  expect(created).toMatchObject({ status: 201, body: { message: 'Trade created', id: 1 } })
  const bought = await souk.post('/trades/1/buy', { buyer_id: 2 }, bob)
  expect(bought.status).toBe(200)
  expect(bought.body).toEqual({
    message: 'Trade taken by buyer',
    trade: trade('in_progress', 'bob'),
  })
}

describe('authentication', () => {
  test('register', async () => {
    const answer = await souk.post('/register', { username: 'carol', password: 'secret123' })
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({ message: 'User registered successfully', id: 3 })
  })

  test('login', async () => {
    const answer = await souk.post('/login', { username: 'alice', password: 'secret123' })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      message: 'Login successful',
      user: { id: 1, username: 'alice', password: '[redacted]', created_at: TIME },
      token: expect.any(String),
    })
  })
})

describe('trades', () => {
  test('list all trades', async () => {
    await souk.post('/trades', { seller_id: 1, asset: 'BTC', amount: 100 }, alice)
    expect((await souk.get('/trades')).body).toEqual([trade('open', null)])
  })

  test('create, buy, read and release', async () => {
    await createAndBuy()
    expect((await souk.get('/trades/1', alice)).body).toEqual(trade('in_progress', 'bob'))
    const released = await souk.post('/trades/1/release', { seller_id: 1 }, alice)
    expect(released.status).toBe(200)
    expect(released.body).toEqual({
      message: 'Trade released to buyer',
      trade: trade('completed', 'bob'),
    })
  })

  test('cancel', async () => {
    await createAndBuy()
    const cancelled = await souk.post('/trades/1/cancel', { user_id: 2 }, bob)
    expect(cancelled.status).toBe(200)
    expect(cancelled.body).toEqual({ message: 'Trade cancelled', trade: trade('cancelled', 'bob') })
  })
})

test('chat over REST', async () => {
  await createAndBuy()
  const path = '/trades/1/messages'
  const hello = { sender_id: 2, message: 'Hello, I am ready to pay' }
  const sent = await souk.post(path, hello, bob)
  expect(sent).toMatchObject({ status: 201, body: { message: 'Message sent', id: 1 } })
  await souk.post(path, { sender_id: 1, message: 'Okay, please proceed' }, alice)
  expect((await souk.get(path, bob)).body).toEqual([
    { id: 1, message: 'Hello, I am ready to pay', created_at: TIME, ...sender(2, 'bob') },
    { id: 2, message: 'Okay, please proceed', created_at: TIME, ...sender(1, 'alice') },
  ])
})

test('chat over a WebSocket', async () => {
  await souk.post('/trades', { seller_id: 1, asset: 'BTC', amount: 100 }, alice)
  const client = await connectSocket(souk.chatUrl, { headers: { authorization: `Bearer ${bob}` } })
  expect(await client.ask({ action: 'join', trade_id: 1, sender_id: 2 })).toEqual({
    action: 'joined',
    trade_id: 1,
  })
  const message = 'Is the trade still available?'
  expect(await client.ask({ action: 'message', message })).toEqual({
    action: 'message',
    trade_id: 1,
    message_id: 1,
    sender_id: 2,
    sender_name: 'bob',
    sender_username: 'bob',
    message,
    created_at: TIME,
  })
  expect(await client.ask({ action: 'leave', trade_id: 1 })).toEqual({
    action: 'left',
    trade_id: 1,
  })
  client.close()
})
