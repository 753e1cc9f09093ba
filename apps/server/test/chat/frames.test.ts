import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type ChatPerson,
  chatMessage,
  connectChat,
  newChatPerson,
  nextOf,
  nextOfMany,
} from '../../src/testing/chat.ts'
import { malformed } from '../../src/testing/malformed.ts'
import { closeSockets, type SocketClient } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What people expect of a chat beyond the document, as frames that its clients can ignore.

let souk: TestSouk
let people = 0
beforeAll(async () => {
  souk = await startTestSouk()
})
afterAll(() => souk.stop())

let ada: ChatPerson
let ben: ChatPerson
let asAda: SocketClient
let asBen: SocketClient
beforeEach(async () => {
  people += 1
  ada = await newChatPerson(souk, `ada${people}`)
  ben = await newChatPerson(souk, `ben${people}`)
  asAda = await connectChat(souk, ada)
  asBen = await connectChat(souk, ben)
})
afterEach(closeSockets)

/** Ada writes, and knows the number of what she wrote. */
async function written(text: string, more: object = {}): Promise<number> {
  asAda.send(chatMessage(ben, text, more))
  return (await nextOf(asAda, 'conf_message')).created_msg_id
}

const send = (from: ChatPerson, to: ChatPerson, body: object) =>
  souk.post(`/chat/messages/${to.uuid}/`, body, from.token)
const history = async (of: ChatPerson, other: ChatPerson, query = '') =>
  (await souk.get(`/chat/messages/${other.uuid}/${query}`, of.token)).body.entity.messages
const threadOf = async (of: ChatPerson) =>
  (await souk.get('/chat/get-user-threads/', of.token)).body.entity[0]

test('what is sent by REST reaches the sender’s sockets as a message like any other', async () => {
  const { body } = await send(ada, ben, { message: 'by REST' })
  const heard = await nextOf(asBen, 're_message')
  expect(heard).toMatchObject({ created_msg_id: body.entity.id, message_body: 'by REST' })
  expect(await nextOf(asAda, 're_message', 'conf_message')).toEqual(heard)
})

test('both are told how far a conversation was read', async () => {
  await written('one')
  const newest = await written('two')
  await nextOfMany(asBen, 2, 're_message')
  expect((await threadOf(ben)).unread).toBe(2)
  asBen.send({ action: 'mark_read', receiver_id: ada.uuid })
  const { id: thread } = await threadOf(ada)
  const seen = { action: 'seen', thread, up_to: newest, reader_id: ben.uuid }
  expect(await nextOf(asAda, 'seen')).toEqual(seen)
  expect(await nextOf(asBen, 'seen')).toEqual(seen)
  expect((await threadOf(ben)).unread).toBe(0)
})

test('it may be read in part, and never less than before', async () => {
  const [first, second, third] = [await written('1'), await written('2'), await written('3')]
  const read = (up_to?: number) =>
    souk.post(`/chat/messages/${ada.uuid}/read/`, up_to ? { up_to } : {}, ben.token)
  expect((await read(second)).body.entity).toEqual({ read_up_to: second, unread: 1 })
  expect((await read(first)).body.entity).toEqual({ read_up_to: second, unread: 1 })
  const flags = (await history(ada, ben)).map(({ seen }: { seen: boolean }) => seen)
  expect(flags).toEqual([true, true, false])
  expect((await read()).body.entity).toEqual({ read_up_to: third, unread: 0 })
})

test('reading without marking marks nothing', async () => {
  await written('one')
  await history(ben, ada, '?mark_read=false')
  expect((await threadOf(ben)).unread).toBe(1)
})

test('the sender is told that a message has arrived', async () => {
  const id = await written('knock')
  expect(await nextOf(asAda, 'delivered')).toEqual({
    action: 'delivered',
    thread: expect.any(Number),
    up_to: id,
    receiver_id: ben.uuid,
  })
  expect((await history(ada, ben))[0]).toMatchObject({ delivered: true, seen: false })
})

test('typing is heard by the other one alone, once they have a thread', async () => {
  asBen.send({ action: 'typing', receiver_id: ada.uuid }) // nobody hears it
  await written('hello')
  await nextOf(asBen, 're_message')
  asBen.send({ action: 'typing', receiver_id: ada.uuid })
  expect(await nextOf(asAda, 'typing')).toEqual({
    action: 'typing',
    thread: (await threadOf(ada)).id,
    sender_id: ben.uuid,
  })
})

describe('deleting', () => {
  test('one’s own message leaves its place, for both', async () => {
    const id = await written('oh no')
    await nextOf(asBen, 're_message')
    asAda.send({ action: 'delete_message', message_id: id })
    const gone = {
      action: 'message_deleted',
      thread: (await threadOf(ada)).id,
      created_msg_id: id,
      sender_id: ada.uuid,
      receiver_id: ben.uuid,
    }
    expect(await nextOf(asBen, 'message_deleted')).toEqual(gone)
    expect(await nextOf(asAda, 'message_deleted')).toEqual(gone)
    expect(await history(ben, ada)).toMatchObject([{ id, message: '', deleted: true }])
    expect(await threadOf(ben)).toMatchObject({ last_message: '', unread: 0 })
  })

  test('another’s message, or none of one’s own, is refused', async () => {
    const id = await written('mine')
    const stranger = await newChatPerson(souk, `eve${people}`)
    const remove = (of: ChatPerson) =>
      souk.request('DELETE', `/chat/message/${id}/`, { token: of.token })
    expect((await remove(ben)).status).toBe(403)
    expect((await remove(stranger)).status).toBe(404)
    expect((await remove(ada)).body.entity).toMatchObject({ id, message: '', deleted: true })
    expect((await remove(ada)).status).toBe(200)
  })
})

describe('a client’s own id', () => {
  test('has a message sent again stored once, and confirmed each time', async () => {
    const more = { client_id: 'a-1' }
    asAda.send(chatMessage(ben, 'once', more))
    const first = await nextOf(asAda, 'conf_message')
    expect(first).toMatchObject({ client_id: 'a-1', message_body: 'once' })
    const later = await connectChat(souk, ada)
    later.send(chatMessage(ben, 'once', more))
    expect(await nextOf(later, 'conf_message', 're_message')).toEqual(first)
    const byRest = await send(ada, ben, { message: 'once', client_id: 'a-1' })
    expect([byRest.status, byRest.body.entity.id]).toEqual([200, first.created_msg_id])
    expect(await history(ben, ada)).toHaveLength(1)
    await written('next')
    const heard = await nextOfMany(asBen, 2, 're_message')
    expect(heard.map(({ message_body }) => message_body)).toEqual(['once', 'next'])
  })

  test('names a refusal too, and is nobody else’s', async () => {
    asAda.send(malformed(chatMessage(ben, '', { client_id: 'a-2' })))
    expect(await nextOf(asAda, 'error')).toMatchObject({ client_id: 'a-2' })
    await written('mine', { client_id: 'same' })
    asBen.send(chatMessage(ada, 'mine too', { client_id: 'same' }))
    expect(await nextOf(asBen, 'conf_message')).toMatchObject({ message_body: 'mine too' })
  })
})

describe('resuming', () => {
  test('tells what was missed once and in order, before what comes', async () => {
    const known = await written('known')
    await nextOf(asBen, 're_message')
    asBen.close()
    await asBen.closed
    const missed: number[] = []
    for (let n = 0; n < 70; n += 1) missed.push(await written(`missed ${n}`))
    const again = await connectChat(souk, ben)
    again.send({ action: 'resume', since: known })
    const live = await written('live')
    const heard = await nextOfMany(again, 71, 're_message')
    expect(heard.map(({ created_msg_id }) => created_msg_id)).toEqual([...missed, live])
    again.send({ action: 'resume', since: known })
    expect(await nextOf(again, 'resumed', 're_message')).toMatchObject({ since: known })
  })

  test('what was long is told in parts', async () => {
    const known = await written('known')
    asBen.close()
    await asBen.closed
    await souk.sql(
      `select post_direct_message(row(${ada.id}, false, '', now())::call_context, '${ben.id}',
                                  'missed ' || n, null, null) from generate_series(1, 1100) n`,
    )
    const again = await connectChat(souk, ben)
    again.send({ action: 'resume', since: known })
    const first = await nextOfMany(again, 960, 're_message')
    const part = await nextOf(again, 'resumed')
    expect(part).toEqual({ action: 'resumed', since: first.at(-1)?.created_msg_id, more: true })
    again.send({ action: 'resume', since: part.since })
    const rest = await nextOfMany(again, 140, 're_message')
    expect([...first, ...rest].map(({ message_body }) => message_body)).toEqual(
      Array.from({ length: 1100 }, (_, n) => `missed ${n + 1}`),
    )
    expect(await nextOf(again, 'resumed')).toMatchObject({ more: false })
  })

  test('after what is in no thread of one’s own is refused', async () => {
    const id = await written('between us')
    const stranger = await newChatPerson(souk, `eve${people}`)
    const client = await connectChat(souk, stranger)
    for (const since of [id, 999_999_999]) {
      expect(await client.ask({ action: 'resume', since })).toEqual({
        action: 'error',
        message: 'Message not found',
      })
    }
  })
})

describe('blocking', () => {
  const block = (of: ChatPerson, whom: ChatPerson, method = 'POST') =>
    souk.request(method, `/chat/blocks/${whom.uuid}/`, { token: of.token })

  test('keeps both from writing until it is taken back', async () => {
    await written('before')
    expect((await block(ben, ada)).body).toMatchObject({ message: 'User blocked', success: true })
    asAda.send(chatMessage(ben, 'after'))
    expect(await nextOf(asAda, 'error')).toEqual({
      action: 'error',
      message: 'You cannot write to this user',
    })
    asBen.send(chatMessage(ada, 'from me'))
    expect(await nextOf(asBen, 'error')).toMatchObject({ message: 'You have blocked this user' })
    const { body } = await souk.get('/chat/blocks/', ben.token)
    expect(body.entity).toMatchObject([{ user: { id: ada.uuid } }])
    expect((await block(ben, ada, 'DELETE')).body.message).toBe('User unblocked')
    await written('at last')
    expect((await history(ben, ada)).map(({ message }: { message: string }) => message)).toEqual([
      'before',
      'at last',
    ])
  })

  test('begins no thread, hears no typing, and is nobody else’s to know', async () => {
    await block(ben, ada)
    expect((await send(ada, ben, { message: 'hello?' })).status).toBe(403)
    expect(await threadOf(ada)).toBeUndefined()
    const stranger = await newChatPerson(souk, `eve${people}`)
    expect((await souk.get('/chat/blocks/', stranger.token)).body.entity).toEqual([])
    expect((await send(stranger, ben, { message: 'hello' })).status).toBe(201)
    expect((await block(ada, ada)).status).toBe(400)
  })
})

test('nothing of a pair is for anybody else', async () => {
  const stranger = await newChatPerson(souk, `eve${people}`)
  const client = await connectChat(souk, stranger)
  const staff = await souk.logIn(ADMIN.username, ADMIN.password)
  const id = await written('between us')
  await nextOf(asBen, 're_message')
  for (const token of [stranger.token, staff]) {
    const read = await souk.get(`/chat/messages/${ada.uuid}/`, token)
    expect(read.body.entity.messages).toEqual([])
    expect((await souk.get('/chat/get-user-threads/', token)).body.entity).toEqual([])
    const report = await souk.post(`/chat/message/${id}/report/`, { reason: 'x' }, token)
    expect(report.status).toBe(404)
  }
  asAda.send(chatMessage(stranger, 'to you'))
  expect(await client.next()).toMatchObject({ message_body: 'to you' })
})

test('a ban ends the sockets, and what was written stays', async () => {
  await written('before')
  const staff = await souk.logIn(ADMIN.username, ADMIN.password)
  await souk.post(`/exec/user/settings/${ada.id}/`, { is_active: false }, staff)
  expect(await asAda.closed).toBe(4401)
  expect(await history(ben, ada)).toHaveLength(1)
})

test('a report shows staff the message with what was around it, and is settled once', async () => {
  for (let n = 0; n < 3; n += 1) await written(`before ${n}`)
  const id = await written('pay outside, or else')
  const path = `/chat/message/${id}/report/`
  expect((await souk.post(path, { reason: 'own' }, ada.token)).status).toBe(400)
  const reported = await souk.post(path, { reason: 'a threat' }, ben.token)
  expect([reported.status, reported.body.entity.status]).toEqual([201, 'open'])
  const again = await souk.post(path, { reason: 'again' }, ben.token)
  expect(again.body.entity).toEqual(reported.body.entity)
  await souk.request('DELETE', `/chat/message/${id}/`, { token: ada.token })

  const staff = await souk.logIn(ADMIN.username, ADMIN.password)
  const report = reported.body.entity.id
  const listed = await souk.get('/exec/chat/reports/?status=open', staff)
  expect(listed.body.entity[0]).toMatchObject({ id: report, message: 'pay outside, or else' })
  const { body } = await souk.get(`/exec/chat/reports/${report}/`, staff)
  expect(body.entity.context.map(({ message }: { message: string }) => message)).toEqual([
    'before 0',
    'before 1',
    'before 2',
    'pay outside, or else',
  ])
  const settle = () =>
    souk.post(`/exec/chat/reports/${report}/resolve/`, { outcome: 'actioned' }, staff)
  expect((await settle()).body.entity).toMatchObject({ status: 'actioned' })
  expect((await settle()).status).toBe(400)
  const audit = await souk.get('/exec/audit/?action=report.actioned', staff)
  expect(audit.body.entity[0]).toMatchObject({ subject: `user:${ada.id}` })
  expect((await souk.get('/exec/chat/reports/', ben.token)).status).toBe(403)
})

test('a history is read backwards from a message', async () => {
  const ids: number[] = []
  for (let n = 0; n < 7; n += 1) ids.push(await written(`${n}`))
  const page = async (query: string) =>
    (await history(ben, ada, query)).map(({ id }: { id: number }) => id)
  expect(await page('?per_page=3')).toEqual(ids.slice(4))
  expect(await page(`?per_page=3&before=${ids[4]}`)).toEqual(ids.slice(1, 4))
  expect(await page(`?per_page=3&before=${ids[1]}`)).toEqual(ids.slice(0, 1))
  expect(await page('?per_page=3&page=2')).toEqual(ids.slice(1, 4))
})

test('a client that does not read is dropped, the others hear on', async () => {
  const senders = await Promise.all(
    Array.from({ length: 8 }, (_, n) => newChatPerson(souk, `sender${n}`)),
  )
  const writing = await Promise.all(senders.map((sender) => connectChat(souk, sender)))
  const slow = await connectChat(souk, ben)
  slow.socket.pause()
  const open = souk.souk.sockets()
  const long = '€'.repeat(4000)
  // Far more than the kernel's buffers and ours hold together.
  for (let sent = 0; sent < 290 && souk.souk.sockets() === open; sent += 10) {
    for (const client of writing) {
      for (let n = 0; n < 10; n += 1) client.send(chatMessage(ben, long))
    }
    await Promise.all(writing.map((client) => nextOfMany(client, 10, 'conf_message')))
    await nextOfMany(asBen, 80, 're_message')
  }
  expect(souk.souk.sockets()).toBe(open - 1)
  slow.socket.terminate()
})

test('300 messages a minute may be sent; each further one is refused, and the line stays', async () => {
  for (let n = 0; n < 310; n += 1) asAda.send(chatMessage(ben, `${n}`))
  const answers = await nextOfMany(asAda, 310, 'conf_message', 'error')
  const refused = answers.filter(({ action }) => action === 'error')
  expect(refused).toHaveLength(10)
  const words = expect.stringMatching(/^Rate limit exceeded, try again in \d+ s$/)
  expect(refused[0]).toEqual({ action: 'error', message: words })
  const rest = await send(ada, ben, { message: 'by REST' })
  expect([rest.status, rest.body.message]).toEqual([429, words])
  asAda.send({ action: 'mark_read', receiver_id: ben.uuid })
  asBen.send(chatMessage(ada, 'I may'))
  expect(await nextOf(asAda, 're_message')).toMatchObject({ message_body: 'I may' })
})
