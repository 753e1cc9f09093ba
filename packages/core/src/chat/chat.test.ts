import { untilBlocked } from '@souk/database/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Ctx, SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { addBlock, listBlocks, removeBlock } from './blocks.ts'
import { chatPosition } from './chat-position.ts'
import { deleteDirectMessage } from './delete-message.ts'
import { listDirectMessages } from './list-messages.ts'
import { listThreads } from './list-threads.ts'
import { markDirectRead } from './mark-read.ts'
import { sendDirectMessage } from './send-message.ts'
import { sendTyping, watchTyping } from './typing.ts'
import { watchChat } from './watch-chat.ts'

let core: TestCore
let ada: SignedIn
let ben: SignedIn
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())
beforeEach(async () => {
  ada = await core.newUser()
  ben = await core.newUser()
})

const send = (from: SignedIn, to: SignedIn, message: string, clientId?: string) =>
  sendDirectMessage(core.as(from), { uid: to.uuid, message, clientId })
const read = (who: SignedIn, other: SignedIn, more: object = {}) =>
  listDirectMessages(core.as(who), {
    uid: other.uuid,
    page: 1,
    perPage: 50,
    markRead: false,
    ...more,
  })
const threads = async (who: SignedIn) =>
  (await listThreads(core.as(who), { page: 1, perPage: 50 })).items
const refusal = (code: string) => expect.objectContaining({ code })

test('first messages from both at once begin one thread, whose first user is the older account', async () => {
  const sent = await Promise.all(
    Array.from({ length: 12 }, (_, n) => (n % 2 ? send(ada, ben, `${n}`) : send(ben, ada, `${n}`))),
  )
  expect(new Set(sent.map(({ threadId }) => threadId)).size).toBe(1)
  const [thread] = await threads(ben)
  expect(thread).toMatchObject({ userOne: { id: ada.userId }, userTwo: { id: ben.userId } })
  const { items } = await read(ada, ben)
  expect(items.map(({ id }) => id)).toEqual(sent.map(({ id }) => id).sort((a, b) => a - b))
  expect(thread?.unread).toBe(6)
})

test('a message sent many times at once under one name is stored once', async () => {
  const sent = await Promise.all(Array.from({ length: 10 }, () => send(ada, ben, 'once', 'x')))
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
  expect(sent.filter(({ isRepeated }) => !isRepeated)).toHaveLength(1)
  expect((await read(ben, ada)).total).toBe(1)
  const events = await readEvents(core.as(ben).db, `chat:${ben.userId}`, 0)
  expect(events).toHaveLength(1)
})

test('messages are events of the chat streams of both, and not of those their money is in', async () => {
  await send(ada, ben, 'hello')
  for (const { userId } of [ada, ben]) {
    const { db } = core.as(ada)
    expect(await readEvents(db, `chat:${userId}`, 0)).toMatchObject([{ type: 'direct.message' }])
    const others = await readEvents(db, `user:${userId}`, 0)
    expect(others.filter(({ type }) => type.startsWith('direct'))).toEqual([])
  }
  expect(core.woken).toContain(`chat:${ben.userId}`)
})

test('the log has nobody’s e-mail address', async () => {
  await core.sql(`update users set email = 'of-' || id || '@example.com' where id = any ($1)`, [
    [ada.userId, ben.userId],
  ])
  await send(ada, ben, 'hello')
  const events = await readEvents(core.as(ada).db, `chat:${ben.userId}`, 0)
  expect(JSON.stringify(events)).not.toContain('@example.com')
  const [message] = (await read(ben, ada)).items
  expect(message?.receiver.email).toBe(`of-${ben.userId}@example.com`)
  expect(message?.sender.email).toBe('o***@example.com')
})

test('a block that has been answered lets nothing through any more, whatever is under way', async () => {
  await send(ada, ben, 'before')
  const sending = Array.from({ length: 20 }, (_, n) =>
    send(ada, ben, `${n}`).catch((error) => expect(error).toEqual(refusal('FORBIDDEN'))),
  )
  await addBlock(core.as(ben), { uid: ada.uuid })
  const { total } = await read(ben, ada, { before: Number.MAX_SAFE_INTEGER })
  await Promise.all(sending)
  expect((await read(ben, ada, { before: Number.MAX_SAFE_INTEGER })).total).toBe(total)
  await expect(send(ben, ada, 'from me')).rejects.toEqual(refusal('FORBIDDEN'))
})

test('a block and the first message of two who have none yet wait for each other', async () => {
  const [message, block] = [
    (uid: string) => `post_direct_message(by, '${uid}', 'hello', null, null)`,
    (uid: string) => `set_block(by, '${uid}', true)`,
  ]
  const sent = await underWay(ada, message(ben.uuid))
  const blocking = addBlock(core.as(ben), { uid: ada.uuid })
  await untilBlocked(core.database)
  await sent.commit()
  await blocking
  expect((await read(ben, ada)).total).toBe(1)

  const other = await core.newUser()
  const blocked = await underWay(other, block(ada.uuid))
  const sending = send(ada, other, 'hello').catch((error) => error)
  await untilBlocked(core.database)
  await blocked.commit()
  expect(await sending).toEqual(refusal('FORBIDDEN'))
  expect((await read(other, ada)).total).toBe(0)
})

test('with a block between them, neither learns how far the other has read since', async () => {
  const { id } = await send(ada, ben, 'read before')
  await markDirectRead(core.as(ben), { uid: ada.uuid })
  const { id: later } = await send(ada, ben, 'read later')
  await addBlock(core.as(ben), { uid: ada.uuid })
  await addBlock(core.as(ada), { uid: ben.uuid })
  const head = (await readEvents(core.as(ada).db, `chat:${ada.userId}`, 0)).length
  expect(await markDirectRead(core.as(ben), { uid: ada.uuid })).toEqual({
    readUpTo: later,
    unread: 0,
  })
  const seen = async () =>
    (await read(ada, ben)).items.map((message) => [message.id, message.seen, message.delivered])
  const kept = [
    [id, true, true],
    [later, false, false],
  ]
  expect(await seen()).toEqual(kept)
  expect(await readEvents(core.as(ada).db, `chat:${ada.userId}`, head)).toEqual([])
  const own = (await readEvents(core.as(ben).db, `chat:${ben.userId}`, 0)).at(-1)
  expect(own).toMatchObject({ type: 'direct.read', data: { upTo: later } })
  await removeBlock(core.as(ben), { uid: ada.uuid })
  expect(await seen()).toEqual(kept)
  await removeBlock(core.as(ada), { uid: ben.uuid })
  expect((await seen()).at(-1)).toEqual([later, true, true])
})

/** Something that somebody does in a transaction that stays open. */
async function underWay({ userId }: SignedIn, what: string) {
  const client = await core.database.pool.connect()
  await client.query('begin')
  const by = `row(${userId}, false, null, now())::call_context`
  const { rows } = await client.query(`select outcome from ${what.replace('by', by)}`)
  expect(rows).toEqual([{ outcome: 'done' }])
  return {
    async commit() {
      await client.query('commit')
      client.release()
    },
  }
}

test('a block is listed once, however often it is wanted, and ends', async () => {
  const paging = { page: 1, perPage: 50 }
  await addBlock(core.as(ada), { uid: ben.uuid })
  await addBlock(core.as(ada), { uid: String(ben.userId) })
  const { items } = await listBlocks(core.as(ada), paging)
  expect(items.map(({ user }) => user.id)).toEqual([ben.userId])
  await removeBlock(core.as(ada), { uid: ben.uuid })
  await removeBlock(core.as(ada), { uid: ben.uuid })
  expect((await listBlocks(core.as(ada), paging)).items).toEqual([])
  await send(ada, ben, 'again')
})

test('threads come latest activity first, page by page', async () => {
  const others = await Promise.all(Array.from({ length: 5 }, () => core.newUser()))
  for (const other of others) await send(ada, other, 'hello')
  const [first] = others
  if (first) await send(first, ada, 'hello yourself')
  const expected = [others[0], others[4], others[3], others[2], others[1]]
  const seen: (number | undefined)[] = []
  let cursor: string | undefined
  do {
    const page = await listThreads(core.as(ada), { page: 1, perPage: 2, cursor })
    seen.push(...page.items.map(({ userTwo }) => userTwo.id))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toEqual(expected.map((other) => other?.userId))
})

async function collected<T>(
  watch: (ctx: Ctx, signal: AbortSignal) => AsyncIterable<{ id: number; event: T | undefined }>,
  of: SignedIn,
  many: number,
  meanwhile: () => Promise<unknown> = async () => {},
) {
  const stop = new AbortController()
  const events: { id: number; event: T }[] = []
  let begun = false
  for await (const { id, event } of watch(core.as(of), stop.signal)) {
    if (event !== undefined) events.push({ id, event })
    if (!begun) {
      begun = true
      meanwhile().catch((error) => stop.abort(error))
    }
    if (events.length === many) break
  }
  return events
}

test('a watch tells of messages, marks and deletions, and goes on where it was', async () => {
  const { id } = await send(ada, ben, 'known')
  const all = await collected(
    (ctx, signal) => watchChat(ctx, { lastEventId: 0 }, signal),
    ada,
    3,
    async () => {
      await markDirectRead(core.as(ben), { uid: ada.uuid })
      await deleteDirectMessage(core.as(ada), { id })
    },
  )
  expect(all.map(({ event }) => event)).toMatchObject([
    { type: 'direct.message', message: { id } },
    { type: 'direct.read', userId: ben.userId, userUuid: ben.uuid, upTo: id },
    { type: 'direct.message_deleted', message: { id, message: '', deleted: true } },
  ])
  const lastEventId = all[0]?.id
  const rest = await collected((ctx, signal) => watchChat(ctx, { lastEventId }, signal), ada, 2)
  expect(rest).toEqual(all.slice(1))
})

test('who comes from before a deletion hears nothing of the text, though others follow from where it was', async () => {
  const all = (ctx: Ctx, signal: AbortSignal) => watchChat(ctx, { lastEventId: 0 }, signal)
  const secrets = await Promise.all(['one', 'two', 'three'].map((text) => send(ada, ben, text)))
  const following = collected(all, ben, 7)
  expect(JSON.stringify(await collected(all, ben, 3))).toMatch(/one|two|three/)
  for (const { id } of secrets) await deleteDirectMessage(core.as(ada), { id })
  const late = await collected(all, ben, 6)
  await send(ada, ben, 'the last')
  await following
  expect(JSON.stringify(late)).not.toMatch(/one|two|three/)
})

test('the total is that of the whole conversation, however long it is', async () => {
  const { threadId } = await send(ada, ben, 'one of many')
  await core.sql('update conversations set messages = 12345 where name = $1', [
    `direct:${threadId}`,
  ])
  expect((await read(ben, ada)).total).toBe(12_345)
})

test('what a watch has handed out counts as delivered, and the sender alone is told', async () => {
  const { id } = await send(ada, ben, 'knock')
  const delivered = async () => (await read(ada, ben)).items[0]?.delivered
  expect(await delivered()).toBe(false)
  const ctx = core.as(ben)
  await collected((_, signal) => watchChat(ctx, { lastEventId: 0 }, signal), ben, 1)
  ctx.arrivals.note(ctx, {
    type: 'direct.message',
    at: '2026-01-02T03:04:05.678Z',
    message: (await read(ben, ada)).items[0] as never,
  })
  await ctx.arrivals.flush()
  expect(await delivered()).toBe(true)
  const typesOf = async ({ userId }: SignedIn) =>
    (await readEvents(ctx.db, `chat:${userId}`, 0)).map(({ type }) => type)
  expect(await typesOf(ada)).toEqual(['direct.message', 'direct.delivered'])
  expect(await typesOf(ben)).toEqual(['direct.message'])
  expect(await chatPosition(ctx, id)).toBe(1)
})

test('typing is heard by who has a thread with the writer, and has not been blocked', async () => {
  await send(ada, ben, 'hello')
  const typing = (ctx: Ctx, signal: AbortSignal) => watchTyping(ctx, {}, signal)
  const type = (from: SignedIn) => sendTyping(core.as(from), { uid: ben.uuid })
  const stranger = await core.newUser()
  const [heard] = await collected(typing, ben, 1, async () => {
    await type(stranger)
    await type(ada)
  })
  expect(heard?.event).toMatchObject({ type: 'direct.typing', userId: ada.userId })
  await addBlock(core.as(ben), { uid: ada.uuid })
  const told: string[] = []
  core.as(ada).bus.hear(`typing:${ben.userId}`, (what) => told.push(what))
  await type(ada)
  expect(told).toEqual([])
})

test('what is older than a position that is another’s is not shown', async () => {
  const { id } = await send(ada, ben, 'between us')
  const stranger = await core.newUser()
  await expect(chatPosition(core.as(stranger), id)).rejects.toEqual(refusal('NOT_FOUND'))
  await expect(deleteDirectMessage(core.as(stranger), { id })).rejects.toEqual(refusal('NOT_FOUND'))
})
