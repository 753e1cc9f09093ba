import { createTestDatabase, gate, untilBlocked } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { post, room } from '../testing/room.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { deleteMessage } from './delete-message.ts'
import { conversationOf } from './kind.ts'
import { listMessages, listMessagesBefore } from './list-messages.ts'
import { markDelivered, markRead } from './mark-read.ts'
import { membersOf } from './members.ts'

let core: TestCore
/** The same database, by a pool of its own, as another process has it. */
let other: TestCore
let ann: SignedIn
let ben: SignedIn
let cleo: SignedIn
beforeAll(async () => {
  const database = await createTestDatabase()
  core = await startTestCore({ database })
  other = await startTestCore({ database: { url: database.url, drop: async () => {} } })
  ann = await core.newUser()
  ben = await core.newUser()
  cleo = await core.newUser()
})
afterAll(async () => {
  await other.close()
  await core.close()
})

let rooms = 0
/** A room of Ann and Ben with so many messages of Ann's, in order. */
async function newRoom(messages = 1): Promise<{ id: number; ids: number[] }> {
  rooms += 1
  const ids: number[] = []
  for (let n = 1; n <= messages; n += 1) {
    const members = [ann.userId, ben.userId]
    ids.push((await post(core.as(ann), rooms, { members, body: `message ${n}` })).id)
  }
  return { id: rooms, ids }
}

const unread = async (id: number, of = ben) =>
  (await membersOf(core.as(of), conversationOf(room, id))).find(
    ({ userId }) => userId === of.userId,
  )?.unread
const events = (id: number, stream = conversationOf(room, id)) =>
  readEvents(core.as(ann).db, stream, 0)
const typesOf = async (id: number) => (await events(id, `heard:${id}`)).map(({ type }) => type)

test('what others write is new to a member until they have read up to it', async () => {
  const { id, ids } = await newRoom(3)
  expect([await unread(id), await unread(id, ann)]).toEqual([3, 0])
  expect(await markRead(core.as(ben), room, id, ids[1])).toMatchObject({
    changed: true,
    readUpTo: ids[1],
    unread: 1,
  })
  expect(await markRead(core.as(ben), room, id)).toMatchObject({ readUpTo: ids[2], unread: 0 })
})

test('a mark never goes back, and nothing is written or told where it does not move', async () => {
  const { id, ids } = await newRoom(2)
  await markRead(core.as(ben), room, id)
  const before = await typesOf(id)
  for (const upTo of [ids[0], ids[1], undefined, Number.MAX_SAFE_INTEGER]) {
    const marked = await markRead(core.as(ben), room, id, upTo)
    expect(marked).toEqual({ changed: false, readUpTo: ids[1], deliveredUpTo: ids[1], unread: 0 })
  }
  expect(await markDelivered(core.as(ben), room, id)).toMatchObject({ changed: false })
  expect(await typesOf(id)).toEqual(before)
  expect(before).toEqual(['room.message', 'room.message', 'room.read'])
})

test('what has reached a member is not read by that; what they have read has reached them', async () => {
  const { id, ids } = await newRoom(2)
  const delivered = await markDelivered(core.as(ben), room, id)
  expect(delivered).toEqual({ changed: true, readUpTo: 0, deliveredUpTo: ids[1], unread: 2 })
  expect(await markRead(core.as(ben), room, id, ids[0])).toMatchObject({ deliveredUpTo: ids[1] })
  expect(await typesOf(id)).toEqual(['room.message', 'room.message', 'room.delivered', 'room.read'])
})

const A_HUNDRED = `
  select post_message(row($1::bigint, false, '', $2::timestamptz)::call_context, 'room:' || $3::int,
                      null, '{}', '{}', case n % 5 when 0 then $4::bigint else $1 end, 'room.message',
                      'a word')
    from generate_series(1, 100) n`

test('of much that is new it is known exactly what is left, however far somebody has read', async () => {
  const { id } = await newRoom(1)
  // In transactions of some length: one for all would drag every version of a member's row along.
  for (let n = 0; n < 13; n += 1)
    await core.sql(A_HUNDRED, [ann.userId, core.time.now, id, ben.userId])
  const stored = await core.sql(
    'select id, sender_id as by from messages where conversation = $1 order by id',
    [`room:${id}`],
  )
  for (const read of [1, 150, 250, 1200, 1301]) {
    const left = stored.slice(read).filter(({ by }) => by !== ben.userId).length
    const upTo = Number(stored[read - 1]?.id)
    expect(await markRead(core.as(ben), room, id, upTo)).toMatchObject({ unread: left })
  }
})

test('who writes has not read by that what was new to them', async () => {
  const { id, ids } = await newRoom(2)
  const { id: answer } = await post(core.as(ben), id)
  const [, marks] = await membersOf(core.as(ben), conversationOf(room, id))
  expect(marks).toMatchObject({ userId: ben.userId, readUpTo: 0, unread: 2 })
  expect(await markRead(core.as(ben), room, id, ids[1])).toMatchObject({ unread: 0 })
  await post(core.as(ben), id)
  const [, later] = await membersOf(core.as(ben), conversationOf(room, id))
  expect(later?.readUpTo).toBeGreaterThan(answer)
})

test('to who comes later nothing of before is new, and who has left counts no more', async () => {
  const { id } = await newRoom(2)
  await post(core.as(ann), id, { members: [ann.userId, cleo.userId] })
  expect([await unread(id), await unread(id, cleo)]).toEqual([undefined, 1])
  await expect(markRead(core.as(ben), room, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a message that was deleted is empty wherever it is read, and new to nobody', async () => {
  const { id, ids } = await newRoom(1)
  const secret = { body: 'the secret', data: { note: 'the secret' } }
  const { id: last } = await post(core.as(ann), id, secret)
  const [, kept] = await events(id)
  const left = await deleteMessage(core.as(ann), room, id, last)
  expect(left).toMatchObject({ id: last, message: '', data: null, isDeleted: true, roomId: id })
  const { items } = await listMessages(core.as(ben), room, id, { page: 1, perPage: 10 })
  expect(items.map(({ isDeleted }) => isDeleted)).toEqual([false, true])
  expect(await unread(id)).toBe(1)
  const found = await core.sql(
    `select from events where data::text like '%secret%' union all
     select from messages where row(messages)::text like '%secret%'`,
  )
  expect(found).toEqual([])
  expect((await events(id))[1]).toMatchObject({ seq: kept?.seq, type: 'room.message' })
  expect(await deleteMessage(core.as(ann), room, id, last)).toEqual(left)
  expect(await typesOf(id)).toEqual(['room.message', 'room.message', 'room.deleted'])
  expect(await markRead(core.as(ben), room, id, ids[0])).toMatchObject({ unread: 0 })
})

test('nobody deletes what somebody else wrote, nor what is written elsewhere', async () => {
  const [{ id, ids }, elsewhere] = [await newRoom(1), await newRoom(1)]
  const attempt = (by: SignedIn, message = ids[0] ?? 0) =>
    deleteMessage(core.as(by), room, id, message)
  await expect(attempt(ben)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(attempt(cleo)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(attempt(ann, elsewhere.ids[0])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await typesOf(id)).toEqual(['room.message'])
})

test('a message under the same name of its sender is stored once, from two processes at once too', async () => {
  const { id } = await newRoom(1)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      post((n % 2 ? core : other).as(ann), id, { clientId: 'once', body: `try ${n}` }),
    ),
  )
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
  expect(new Set(answers.map(({ message }) => message)).size).toBe(1)
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect((await events(id)).map(({ seq }) => seq)).toEqual([1, 2])
  expect(await unread(id)).toBe(2)
  await post(core.as(ben), id, { clientId: 'once' })
  expect(await events(id)).toHaveLength(3)
})

test('a resend of what was deleted does not bring it back', async () => {
  const { id } = await newRoom(1)
  const named = { clientId: 'gone', body: 'regretted', data: { n: 1 }, type: 'image' }
  const first = await post(core.as(ann), id, named)
  expect(first).toMatchObject({ type: 'image', data: { n: 1 }, clientId: 'gone', isNew: true })
  await deleteMessage(core.as(ann), room, id, first.id)
  const again = await post(core.as(ann), id, named)
  expect(again).toMatchObject({ id: first.id, message: '', data: null, isNew: false })
})

test('pages go back from any message, each oldest first', async () => {
  const { id, ids } = await newRoom(5)
  const read = async (before?: number) => {
    const page = await listMessagesBefore(core.as(ben), room, id, { before, perPage: 2 })
    return [page.items.map((message) => ids.indexOf(message.id) + 1), page.hasMore]
  }
  expect([await read(), await read(ids[3]), await read(ids[1])]).toEqual([
    [[4, 5], true],
    [[2, 3], true],
    [[1], false],
  ])
})

test('messages from two processes at once come in the order of their numbers, none is missed or counted twice', async () => {
  const { id } = await newRoom(1)
  const posting = Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      post((n % 2 ? core : other).as(n % 3 ? ann : ben), id, { body: `${n}` }),
    ),
  )
  let posted = false
  void posting.finally(() => {
    posted = true
  })
  const visible = async () =>
    (
      await core.sql('select id from messages where conversation = $1 order by id', [`room:${id}`])
    ).map(({ id }) => id)
  let seen: unknown[] = []
  while (!posted) {
    const now = await visible()
    expect(now.slice(0, seen.length)).toEqual(seen)
    seen = now
  }
  const log = await events(id)
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 201 }, (_, n) => n + 1))
  expect(log.map(({ data }) => (data as { id: number }).id)).toEqual(await visible())
  const bens = (await posting).filter(({ senderId }) => senderId === ben.userId).length
  expect(await unread(id, ann)).toBe(bens)
  expect(await unread(id, ben)).toBe(201 - bens)
})

test('who reads while others write from two processes ends with what came after their mark', async () => {
  const { id } = await newRoom(1)
  const work = Array.from({ length: 150 }, async (_, n) => {
    const by = n % 2 ? core : other
    if (n % 3) return void (await post(by.as(n % 5 ? ann : ben), id))
    await markRead(by.as(ben), room, id)
  })
  await Promise.all(work)
  const [counted] = await core.sql(
    `select count(*) filter (where m.id > read_up_to and sender_id <> user_id)::int as n
       from conversation_members join messages m using (conversation)
      where conversation = $1 and user_id = $2`,
    [`room:${id}`, ben.userId],
  )
  expect(await unread(id)).toBe(counted?.n)
  expect(await markRead(core.as(ben), room, id)).toMatchObject({ unread: 0 })
})

test('a message that is still being written when somebody reads is new to them afterwards', async () => {
  const { id, ids } = await newRoom(1)
  const [written, leave] = [gate(), gate()]
  const ctx = core.as(ann)
  const writing = ctx.db.transaction(async (db) => {
    await post({ ...ctx, db }, id)
    written.open()
    await leave.passed
  })
  await written.passed
  const reading = markRead(other.as(ben), room, id)
  await untilBlocked(core.database)
  leave.open()
  await writing
  expect(await reading).toMatchObject({ readUpTo: ids[0], unread: 1 })
})
