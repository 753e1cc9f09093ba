import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { malformed } from '../../src/testing/malformed.ts'
import { closeSockets, connectSocket, type SocketClient } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let alice: TestUser
let bob: TestUser
let carol: TestUser

beforeAll(async () => {
  souk = await startTestSouk()
  alice = await souk.signUp('alice')
  bob = await souk.signUp('bob')
  carol = await souk.signUp('carol')
})
afterAll(() => souk.stop())
afterEach(closeSockets)

async function connect(user?: TestUser, options = {}): Promise<SocketClient> {
  const query = user ? `/?token=${user.token}` : ''
  return connectSocket(souk.chatUrl + query, options)
}

async function newTrade(): Promise<number> {
  const { body } = await souk.post('/trades', { asset: 'usdt', amount: '1' }, alice.token)
  return body.id
}

async function joined(user: TestUser, trade: number): Promise<SocketClient> {
  const client = await connect(user)
  expect(await client.ask({ action: 'join', trade_id: trade, sender_id: user.id })).toEqual({
    action: 'joined',
    trade_id: trade,
  })
  return client
}

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const join = (trade: number) => ({ action: 'join', trade_id: trade })
const say = (message: string) => ({ action: 'message', message })

describe('the frames of document 1', () => {
  test('join, message to everybody in the room, leave', async () => {
    const trade = await newTrade()
    const seller = await joined(alice, trade)
    const asker = await joined(bob, trade)
    asker.send(say('Is the trade still available?'))
    const frame = {
      action: 'message',
      trade_id: trade,
      message_id: expect.any(Number),
      sender_id: bob.id,
      sender_name: 'bob',
      sender_username: 'bob',
      message: 'Is the trade still available?',
      created_at: expect.stringMatching(TIME),
    }
    expect(await asker.next()).toEqual(frame)
    expect(await seller.next()).toEqual(frame)
    const left = await asker.ask({ action: 'leave', trade_id: trade })
    expect(left).toEqual({ action: 'left', trade_id: trade })
  })

  test('what is sent by REST is heard on the socket, and the reverse is read by REST', async () => {
    const trade = await newTrade()
    const seller = await joined(alice, trade)
    const path = `/trades/${trade}/messages`
    const sent = await souk.post(path, { sender_id: bob.id, message: 'by REST' }, bob.token)
    expect(await seller.next()).toMatchObject({ message_id: sent.body.id, message: 'by REST' })
    await seller.ask(say('by socket'))
    const { body } = await souk.get(path, alice.token)
    expect(body).toMatchObject([
      { message: 'by REST', sender_name: 'bob' },
      { message: 'by socket', sender_name: 'alice' },
    ])
  })

  test('one’s own sender_id is taken in every form', async () => {
    const trade = await newTrade()
    const { body } = await souk.get('/auth/me', bob.token)
    const uuid: string = body.entity.id
    const own = [bob.id, `${bob.id}`, `user_${bob.id}`, `USR_${bob.id}`, uuid, uuid.toUpperCase()]
    const client = await connect(bob)
    for (const sender_id of [...own, null]) {
      expect(await client.ask({ ...join(trade), sender_id })).toMatchObject({ action: 'joined' })
      const sent = await client.ask({ ...say('hello'), sender_id })
      expect(sent).toMatchObject({ action: 'message', sender_id: bob.id })
    }
  })

  test('the main port serves the same chat at /ws/trades, with and without the slash', async () => {
    const trade = await newTrade()
    for (const path of ['/ws/trades', '/ws/trades/']) {
      const url = `${souk.url.replace('http', 'ws')}${path}?token=${alice.token}`
      const client = await connectSocket(url)
      expect(await client.ask(join(trade))).toEqual({ action: 'joined', trade_id: trade })
    }
  })
})

describe('credentials', () => {
  const carriers: [string, () => Promise<SocketClient>][] = [
    ['?token=', () => connect(alice)],
    ['a header', () => connect(undefined, { headers: { authorization: `Bearer ${alice.token}` } })],
    ['the cookie', async () => connect(undefined, { headers: { cookie: await cookieOf(alice) } })],
  ]
  test.each(carriers)('the credential may come in %s', async (_, connectWith) => {
    const trade = await newTrade()
    const client = await connectWith()
    expect(await client.ask(join(trade))).toEqual({ action: 'joined', trade_id: trade })
  })

  test('the credential may come in the join frame', async () => {
    const trade = await newTrade()
    const client = await connect()
    expect(await client.ask({ ...join(trade), token: alice.token })).toMatchObject({
      action: 'joined',
    })
    expect(await client.ask(say('hello'))).toMatchObject({ sender_id: alice.id })
  })

  test('without a credential joining is refused, and the connection lives on', async () => {
    const trade = await newTrade()
    const client = await connect()
    expect(await client.ask(join(trade))).toEqual({
      action: 'error',
      message: 'Authentication required',
      error: 'Authentication required',
    })
    const withToken = { ...join(trade), token: alice.token }
    expect(await client.ask(withToken)).toMatchObject({ action: 'joined' })
  })

  test('a bad credential is refused before the upgrade', async () => {
    await expect(connectSocket(`${souk.chatUrl}/?token=nonsense`)).rejects.toThrow('401')
  })

  test('a cookie is not accepted from another site’s page', async () => {
    const cookie = await cookieOf(alice)
    const headers = { cookie, origin: 'https://evil.example' }
    await expect(connectSocket(souk.chatUrl, { headers })).rejects.toThrow('403')
  })

  test('a bad token in the join frame is an error frame', async () => {
    const client = await connect()
    const answer = await client.ask({ ...join(await newTrade()), token: 'nonsense' })
    expect(answer).toEqual({
      action: 'error',
      message: 'Invalid or expired token',
      error: 'Invalid or expired token',
    })
  })

  test('logging out closes the open socket at once', async () => {
    const dave = await souk.signUp('dave')
    const client = await joined(dave, await newTrade())
    await souk.post('/auth/logout', {}, dave.token)
    expect(await client.closed).toBe(4401)
  })

  test('a ban stops the next frame', async () => {
    const eve = await souk.signUp('eve')
    const client = await joined(eve, await newTrade())
    await souk.sql(`update users set is_active = false where id = ${eve.id}`)
    expect(await client.ask(say('still here?'))).toEqual({
      action: 'error',
      message: 'Invalid or expired token',
      error: 'Invalid or expired token',
    })
  })
})

describe('refusals are frames and the connection lives on', () => {
  const refused: [string, unknown, RegExp][] = [
    ['message before join', say('hello'), /Join a trade first/],
    ['an unknown trade', join(999_999), /Trade not found/],
    ['leaving without being in', { action: 'leave' }, /not in/],
  ]
  const unreadable: [string, unknown, RegExp][] = [
    ['an unknown action', { action: 'dance' }, /Unknown action/],
    ['no action', { hello: 1 }, /Unknown action/],
    ['broken JSON', '{', /JSON/],
    ['an array', '[]', /JSON objects/],
    ['a number', '1', /JSON objects/],
    ['null', 'null', /JSON objects/],
    ['a trade id that is none', { action: 'join', trade_id: 'abc' }, /trade_id/],
    ['no trade id', { action: 'join' }, /trade_id/],
    ['a prototype', '{"__proto__":{"action":"join"}}', /Unknown action/],
    ['deep nesting', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, /JSON objects/],
  ]
  const marked = unreadable.map(([what, frame, words]) => [what, malformed(frame), words] as const)
  test.each([...refused, ...marked])('%s', async (_, frame, message) => {
    const client = await connect(bob)
    expect(await client.ask(frame)).toEqual({
      action: 'error',
      message: expect.stringMatching(message),
      error: expect.stringMatching(message),
    })
    expect(await client.ask(join(await newTrade()))).toMatchObject({ action: 'joined' })
  })

  test('binary frames', async () => {
    const client = await connect(bob)
    client.send(malformed(Buffer.from([1, 2, 3])))
    expect(await client.next()).toMatchObject({ action: 'error' })
  })

  test('other people’s sender_id', async () => {
    const trade = await newTrade()
    const client = await connect(bob)
    const foreign = {
      action: 'error',
      message: 'sender_id must be your own',
      error: 'sender_id must be your own',
    }
    expect(await client.ask({ ...join(trade), sender_id: alice.id })).toEqual(foreign)
    await client.ask(join(trade))
    expect(await client.ask({ ...say('I am alice'), sender_id: alice.id })).toEqual(foreign)
    expect(await client.ask({ ...say('I am alice'), sender_id: `user_${alice.id}` })).toEqual(
      foreign,
    )
  })

  test('a sender_id that is nobody’s', async () => {
    const client = await joined(bob, await newTrade())
    const refused = {
      action: 'error',
      message: 'sender_id: must be a user id',
      error: 'sender_id: must be a user id',
    }
    for (const sender_id of ['bob', '', 0, {}]) {
      expect(await client.ask(malformed({ ...say('hello'), sender_id }))).toEqual(refused)
    }
  })

  test('a message that is none, in plain words', async () => {
    const client = await joined(bob, await newTrade())
    for (const [message, words] of [
      [undefined, 'is required'],
      [1, 'must be a string'],
    ]) {
      expect(await client.ask(malformed({ action: 'message', message }))).toEqual({
        action: 'error',
        message: `message: ${words}`,
        error: `message: ${words}`,
      })
    }
  })

  test('empty, blank, too long and null-byte messages', async () => {
    const client = await joined(bob, await newTrade())
    for (const message of ['', '  ', 'x'.repeat(4001), 'a\0b']) {
      expect(await client.ask(malformed(say(message)))).toMatchObject({ action: 'error' })
    }
    expect(await client.ask(say('fine'))).toMatchObject({ message: 'fine' })
  })

  test('a frame over 64 KiB closes the connection, and nothing else', async () => {
    const client = await connect(bob)
    client.send(malformed(say('x'.repeat(65 * 1024))))
    expect(await client.closed).toBe(1009)
    expect((await souk.get('/health/live')).status).toBe(200)
  })
})

describe('who hears what', () => {
  test('one room at a time: joining another leaves the first', async () => {
    const [first, second] = [await newTrade(), await newTrade()]
    const client = await joined(bob, first)
    await client.ask(join(second))
    await souk.post(`/trades/${first}/messages`, { message: 'first room' }, alice.token)
    await souk.post(`/trades/${second}/messages`, { message: 'second room' }, alice.token)
    expect(await client.next()).toMatchObject({ message: 'second room' })
  })

  test('once the trade is taken, outsiders are put out and hear nothing more', async () => {
    const trade = await newTrade()
    const seller = await joined(alice, trade)
    const outsider = await joined(carol, trade)
    await souk.post(`/trades/${trade}/buy`, {}, bob.token)
    await souk.post(`/trades/${trade}/messages`, { message: 'between us' }, bob.token)
    expect(await seller.next()).toMatchObject({ message: 'between us' })
    expect(await outsider.next()).toEqual({ action: 'left', trade_id: trade })
    expect(await outsider.ask(say('let me in'))).toMatchObject({ action: 'error' })
    expect(await outsider.ask(join(trade))).toEqual({
      action: 'error',
      message: 'Trade not found',
      error: 'Trade not found',
    })
  })

  test('the buyer and staff may join a taken trade', async () => {
    const trade = await newTrade()
    await souk.post(`/trades/${trade}/buy`, {}, bob.token)
    await joined(bob, trade)
    const token = await souk.logIn(ADMIN.username, ADMIN.password)
    const staff = await connectSocket(`${souk.chatUrl}/?token=${token}`)
    expect(await staff.ask(join(trade))).toMatchObject({ action: 'joined' })
  })

  test('messages of many senders reach everybody once and in the same order', async () => {
    const trade = await newTrade()
    const listeners = await Promise.all([alice, bob, carol].map((user) => joined(user, trade)))
    const count = 60
    const send = (n: number) =>
      souk.post(
        `/trades/${trade}/messages`,
        { message: `m${n}` },
        [alice, bob, carol][n % 3]?.token,
      )
    await Promise.all(Array.from({ length: count }, (_, n) => send(n)))
    const heard = await Promise.all(
      listeners.map(async (listener) => {
        const ids: number[] = []
        for (let i = 0; i < count; i += 1) ids.push((await listener.next()).message_id)
        return ids
      }),
    )
    const stored = await souk.get(`/trades/${trade}/messages`, alice.token)
    const ids = stored.body.map((message: { id: number }) => message.id)
    for (const order of heard) expect(order).toEqual(ids)
  })
})

describe('a seat', () => {
  const private_ = async () => {
    const trade = await newTrade()
    await souk.post(`/trades/${trade}/buy`, {}, bob.token)
    return trade
  }
  const hears = async (client: SocketClient, trade: number, message: string) => {
    await souk.post(`/trades/${trade}/messages`, { message }, bob.token)
    expect(await client.next()).toMatchObject({ action: 'message', message })
  }

  test('stays its user’s when somebody joins under a wrong name, and ends with his session', async () => {
    const trade = await private_()
    const token = await souk.logIn(alice.username, alice.password)
    const seller = await joined({ ...alice, token }, trade)
    const wrong = { ...join(trade), sender_id: alice.id, token: carol.token }
    expect(await seller.ask(wrong)).toMatchObject({ action: 'error' })
    await hears(seller, trade, 'still to alice')
    expect(await seller.ask(say('as alice'))).toMatchObject({ sender_id: alice.id })
    await souk.post('/auth/logout', {}, token)
    expect(await seller.closed).toBe(4401)
  })

  test('is left by whoever joins as somebody else, even in vain', async () => {
    const trade = await private_()
    const client = await joined(alice, trade)
    const other = { ...join(trade), token: carol.token }
    expect(await client.ask(other)).toEqual({
      action: 'error',
      message: 'Trade not found',
      error: 'Trade not found',
    })
    await souk.post(`/trades/${trade}/messages`, { message: 'not for carol' }, bob.token)
    expect(await client.ask(say('let me'))).toMatchObject({ message: 'Join a trade first' })
  })

  test('is left by whoever asks for a trade that is not there: what they write goes nowhere', async () => {
    const trade = await newTrade()
    const client = await joined(bob, trade)
    client.send(join(999_999))
    client.send(say('for the other one'))
    expect(await client.next()).toMatchObject({ message: 'Trade not found' })
    expect(await client.next()).toMatchObject({ message: 'Join a trade first' })
    expect((await souk.get(`/trades/${trade}/messages`, bob.token)).body).toEqual([])
  })

  test('gives its place back when the socket becomes somebody else’s', async () => {
    const grace = await souk.signUp('grace')
    const trade = await newTrade()
    const clients = await Promise.all(Array.from({ length: 10 }, () => joined(grace, trade)))
    const moved = await clients[0]?.ask({ ...join(trade), token: carol.token })
    expect(moved).toMatchObject({ action: 'joined' })
    await joined(grace, trade)
    await expect(connect(grace)).rejects.toThrow('429')
  })
})

describe('limits', () => {
  test('of 60 upgrades at once a user gets ten, on each of the sockets', async () => {
    const heidi = await souk.signUp('heidi')
    const base = souk.url.replace('http', 'ws')
    for (const path of ['/ws/p2p/', '/ws/trades', '/trpc']) {
      const url = `${base}${path}?token=${heidi.token}`
      const tries = Array.from({ length: 60 }, () => connectSocket(url))
      const settled = await Promise.allSettled(tries)
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
      await closeSockets()
      await expect.poll(() => souk.souk.sockets()).toBe(0)
    }
  })

  test('a user has ten connections, and the eleventh is refused', async () => {
    const frank = await souk.signUp('frank')
    const trade = await newTrade()
    const clients = await Promise.all(Array.from({ length: 10 }, () => joined(frank, trade)))
    await expect(connect(frank)).rejects.toThrow('429')
    const anonymous = await connect()
    anonymous.send({ ...join(trade), token: frank.token })
    expect(await anonymous.closed).toBe(1008)
    clients[0]?.close()
    await clients[0]?.closed
    await joined(frank, trade)
  })

  test('whoever leaves while their token is looked up has left no place taken', async () => {
    const ivan = await souk.signUp('ivan')
    const trade = await newTrade()
    for (let n = 0; n < 15; n += 1) {
      const client = await connect()
      client.send({ ...join(trade), token: ivan.token })
      client.socket.terminate()
      await client.closed
    }
    await expect.poll(() => souk.souk.sockets()).toBe(0)
    await Promise.all(Array.from({ length: 10 }, () => joined(ivan, trade)))
  })

  test('a reader that does not read is dropped, the others hear on', async () => {
    const trade = await newTrade()
    const slow = await joined(bob, trade)
    const quick = await joined(alice, trade)
    slow.socket.pause()
    const message = 'x'.repeat(4000)
    const answers = new Set<string>()
    // Far more than the kernel's buffers and ours hold together.
    for (let sent = 0; sent < 4000 && souk.souk.sockets() === 2; sent += 50) {
      const burst = Array.from({ length: 50 }, () => quick.send(say(message)))
      for (const _ of burst) answers.add((await quick.next()).action)
    }
    expect(souk.souk.sockets()).toBe(1)
    expect([...answers]).toEqual(['message'])
    slow.socket.terminate()
  })

  test('a plain request to the chat port is told what to do', async () => {
    const response = await fetch(souk.chatUrl.replace('ws', 'http'))
    expect(response.status).toBe(426)
  })

  test('other paths are not sockets', async () => {
    await expect(connectSocket(`${souk.chatUrl}/nowhere`)).rejects.toThrow('404')
    await expect(connectSocket(souk.url.replace('http', 'ws'))).rejects.toThrow('404')
  })
})

async function cookieOf({ username, password }: TestUser): Promise<string> {
  const { headers } = await souk.post('/login', { username, password })
  return headers.get('set-cookie')?.split(';')[0] ?? ''
}
