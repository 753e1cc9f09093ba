import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  type ChatPath,
  type ChatPerson,
  chatMessage,
  connectChat,
  newChatPerson,
  nextOf,
} from '../../src/testing/chat.ts'
import { differences, documentExamples } from '../../src/testing/documented.ts'
import { malformed } from '../../src/testing/malformed.ts'
import { closeSockets, connectSocket } from '../../src/testing/socket-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The direct chat of document 4, as its clients speak to it.

const exampleOf = documentExamples('4-chat.json')

let souk: TestSouk
let jude: ChatPerson
let amara: ChatPerson
beforeAll(async () => {
  souk = await startTestSouk()
  jude = await newChatPerson(souk, 'jude')
  amara = await newChatPerson(souk, 'amara')
})
afterAll(() => souk.stop())
afterEach(closeSockets)

const NAMES = ['username', 'first_name', 'last_name']
const ADDED = {
  sender: NAMES,
  receiver: NAMES,
  messages: ['delivered', 'client_id'],
  user_one: ['username'],
  user_two: ['username'],
  entity: ['last_message_id', 'last_message_at', 'unread'],
}
const unlike = (operation: string, body: object) =>
  differences(body, exampleOf(operation).response, { added: ADDED })

const history = (of: ChatPerson, withWhom: ChatPerson) =>
  souk.get(`/chat/messages/${withWhom.uuid}/`, of.token)

const invalid = {
  status: 'failure',
  entity: null,
  message: 'Invalid receipient',
  success: false,
}

describe.each<ChatPath>(['/ws/chat/room/', '/chat/room/ws/'])('a message on %s', (path) => {
  test('is heard by its receiver and confirmed to its sender', async () => {
    const sender = await connectChat(souk, jude, path)
    const receiver = await connectChat(souk, amara, path)
    sender.send({ action: 'chat_message', message_body: 'hello there', receiver_id: amara.uuid })
    const heard = await receiver.next()
    expect(heard).toEqual({
      message_body: 'hello there',
      sender_id: jude.uuid,
      receiver_id: amara.uuid,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/),
      created_msg_id: expect.any(Number),
      action: 're_message',
    })
    expect(await sender.next()).toEqual({ ...heard, action: 'conf_message' })
  })
})

test('it goes to every connection of the receiver’s, and to the sender’s others', async () => {
  const [one, two, other, receiver] = await Promise.all([
    connectChat(souk, amara),
    connectChat(souk, amara, '/chat/room/ws/'),
    connectChat(souk, jude),
    connectChat(souk, jude),
  ])
  receiver.send(chatMessage(amara, 'to all of you'))
  const confirmed = await nextOf(receiver, 'conf_message', 're_message')
  expect(confirmed.action).toBe('conf_message')
  for (const client of [one, two, other]) {
    expect(await nextOf(client, 're_message')).toEqual({ ...confirmed, action: 're_message' })
  }
})

test('the conversation is read in the document’s shape, oldest first', async () => {
  const sender = await connectChat(souk, jude)
  await sender.ask(chatMessage(amara, 'hello'))
  const { status, body } = await history(jude, amara)
  const { pagination, ...documented } = body
  expect([status, unlike('GET /chat/messages/{uid}/', documented)]).toEqual([200, []])
  expect(body.message).toBe('Messages retreived successfully')
  const newest = body.entity.messages.at(-1)
  expect(newest).toMatchObject({
    message: 'hello',
    seen: false,
    sender: { id: jude.uuid, email: 'jude@example.com', profile: null },
    receiver: { id: amara.uuid, email: 'a***@example.com', username: 'amara' },
  })
  const ids = body.entity.messages.map(({ id }: { id: number }) => id)
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
  expect(pagination).toEqual({ page: 1, per_page: 100, total: ids.length })
})

test('threads are listed in the document’s shape, the older account first', async () => {
  const late = await newChatPerson(souk, 'late')
  await souk.post(`/chat/messages/${jude.uuid}/`, { message: 'hi, how are you' }, late.token)
  const { status, body } = await souk.get('/chat/get-user-threads/', jude.token)
  const { pagination, ...documented } = body
  expect([status, unlike('GET /chat/get-user-threads/', documented)]).toEqual([200, []])
  expect(pagination).toMatchObject({ page: 1, total: body.entity.length })
  expect(body.entity[0]).toMatchObject({
    user_one: { id: jude.uuid, email: 'jude@example.com', first_name: 'Jude', last_name: 'Obi' },
    user_two: { id: late.uuid, email: 'l***@example.com', username: 'late' },
    last_message: 'hi, how are you',
    unread: 1,
  })
})

test('reading a conversation sets seen; listing threads does not', async () => {
  const ngozi = await newChatPerson(souk, 'ngozi')
  const written = await souk.post(`/chat/messages/${ngozi.uuid}/`, { message: 'read?' }, jude.token)
  expect(written.status).toBe(201)
  const seen = async () => (await history(jude, ngozi)).body.entity.messages[0].seen
  await souk.get('/chat/get-user-threads/', ngozi.token)
  expect(await seen()).toBe(false)
  await history(ngozi, jude)
  expect(await seen()).toBe(true)
  const { body } = await souk.get('/chat/get-user-threads/', ngozi.token)
  expect(body.entity[0].unread).toBe(0)
})

test('nobody who is there but has not written has an empty conversation', async () => {
  const silent = await newChatPerson(souk, 'silent')
  const { status, body } = await history(silent, jude)
  expect([status, body.entity]).toEqual([200, { messages: [] }])
  expect((await souk.get('/chat/get-user-threads/', silent.token)).body.entity).toEqual([])
})

test.each(['00000000-0000-4000-8000-000000000000', 'nobody', '0', '99999999', '%27'])(
  'there is no receiver %s',
  async (uid) => {
    const read = await souk.get(`/chat/messages/${uid}/`, jude.token)
    expect([read.status, read.body]).toEqual([404, invalid])
    const sent = await souk.post(`/chat/messages/${uid}/`, { message: 'hello?' }, jude.token)
    expect([sent.status, sent.body]).toEqual([404, invalid])
  },
)

test('a refusal is a frame, and the connection lives on', async () => {
  // Somebody new: nothing of an earlier message arrives meanwhile.
  const sender = await newChatPerson(souk, 'chioma')
  const client = await connectChat(souk, sender)
  const nobody = '00000000-0000-4000-8000-000000000000'
  const refused: [unknown, string][] = [
    [{ ...chatMessage(amara, 'x'), receiver_id: nobody }, 'Invalid recipient'],
    [chatMessage(sender, 'to myself'), 'receiver_id: must be somebody else'],
    [chatMessage(amara, 'x', { sender_id: amara.uuid }), expect.stringContaining('sender_id')],
  ]
  const unreadable: [unknown, string][] = [
    [chatMessage(amara, '  '), 'message_body: must not be empty'],
    [chatMessage(amara, 'x'.repeat(4001)), 'message_body: must have at most 4000 characters'],
    [{ action: 'chat_message', receiver_id: amara.uuid }, 'message_body: is required'],
    [
      { action: 'dance' },
      'Unknown action: use chat_message, mark_read, typing, delete_message or resume',
    ],
    ['[]', 'Frames must be JSON objects'],
    ['{', 'Frames must be JSON objects'],
  ]
  for (const [frame, message] of refused) {
    expect(await client.ask(frame)).toEqual({ action: 'error', message })
  }
  for (const [frame, message] of unreadable) {
    expect(await client.ask(malformed(frame))).toEqual({ action: 'error', message })
  }
  client.send(malformed(Buffer.from([1, 2, 3])))
  expect(await client.next()).toEqual({ action: 'error', message: 'Frames must be JSON text' })
  const longest = await client.ask(chatMessage(amara, 'x'.repeat(4000)))
  expect(longest).toMatchObject({ action: 'conf_message' })
})

test('without a good token there is no connection', async () => {
  const url = `${souk.url.replace('http', 'ws')}/ws/chat/room/`
  await expect(connectSocket(url)).rejects.toThrow('401')
  await expect(connectSocket(`${url}?token=nonsense`)).rejects.toThrow('401')
  const { body } = await souk.get('/chat/get-user-threads/')
  expect(body).toMatchObject({ status: 'failure', entity: null })
})
