import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { addBlock } from './blocks.ts'
import { listDirectMessages } from './list-messages.ts'
import { listThreads } from './list-threads.ts'
import { markDirectRead } from './mark-read.ts'
import { sendDirectMessage } from './send-message.ts'

let core: TestCore
let people: SignedIn[]
beforeAll(async () => {
  core = await startTestCore()
  people = await Promise.all(Array.from({ length: 8 }, () => core.newUser()))
})
afterAll(() => core.close())

const person = (n: number) => people[n % people.length] as SignedIn

const send = (from: SignedIn, uid: string, message: string, clientId?: string) =>
  sendDirectMessage.together(core.as(from), { uid, message, clientId })
const read = (who: SignedIn, { uuid: uid }: SignedIn) =>
  listDirectMessages(core.as(who), { uid, page: 1, perPage: 100, markRead: false })
const outcomes = async (sending: Promise<unknown>[]) =>
  (await Promise.allSettled(sending)).map((one) =>
    one.status === 'fulfilled' ? 'sent' : one.reason.message,
  )

test('of messages that go together each has its own outcome, and no refusal touches another', async () => {
  const [ann, ben, cem, dee] = await Promise.all([1, 2, 3, 4].map(() => core.newUser()))
  if (!ann || !ben || !cem || !dee) throw new Error('nobody')
  for (const other of [ben, cem, dee]) await send(ann, other.uuid, 'first')
  await addBlock(core.as(cem), { uid: ann.uuid })
  await core.sql('update users set is_active = false where id = $1', [dee.userId])
  const nobody = '11111111-1111-4111-8111-111111111111'
  expect(
    await outcomes([
      send(ann, ben.uuid, 'one', 'a'),
      send(ann, cem.uuid, 'not heard'),
      send(ann, ben.uuid, 'one', 'a'),
      send(dee, ann.uuid, 'banned'),
      send(ann, nobody, 'to nobody'),
      send(ann, ann.uuid, 'to myself'),
      send(ben, ann.uuid, 'two'),
      send(ann, ben.uuid, 'broken \u0000'),
      send(ann, `${ben.userId}`, 'three'),
    ]),
  ).toEqual([
    'sent',
    'You cannot write to this user',
    'sent',
    'Invalid or expired token',
    'Invalid recipient',
    expect.stringContaining('somebody else'),
    'sent',
    expect.stringContaining('invalid byte sequence'),
    'sent',
  ])
  const { items } = await read(ben, ann)
  expect(items.map(({ message }) => message).sort()).toEqual(['first', 'one', 'three', 'two'])
})

test('a thread that somebody holds keeps nobody else waiting for long', async () => {
  const [ann, ben, cem] = await Promise.all([1, 2, 3].map(() => core.newUser()))
  if (!ann || !ben || !cem) throw new Error('nobody')
  const { threadId } = await send(ann, ben.uuid, 'first')
  await send(ann, cem.uuid, 'first')
  const holder = await core.database.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from direct_threads where id = $1 for update', [threadId])
    // As many as groups are under way at a time.
    const held = [send(ann, ben.uuid, 'held'), send(ben, ann.uuid, 'held')]
    await Promise.all(Array.from({ length: 6 }, (_, n) => send(cem, ann.uuid, `free ${n}`)))
    await holder.query('commit')
    expect((await Promise.all(held)).map(({ message }) => message)).toEqual(['held', 'held'])
  } finally {
    holder.release()
  }
})

type Sent = Awaited<ReturnType<typeof sendDirectMessage>>

test('what is written in many threads at once, read, received and blocked meanwhile, is all there and in order', async () => {
  const before = await deadlocks()
  const sent: Promise<unknown>[] = []
  for (let n = 0; n < 240; n += 1) {
    const [from, to] = [person(n), person(n + 1 + (n % 3))]
    const ctx = core.as(to)
    // Some of them by themselves, as under a key.
    const [message, uid] = [`${from.userId} ${n}`, to.uuid]
    const sending =
      n % 4 === 3 ? sendDirectMessage(core.as(from), { uid, message }) : send(from, uid, message)
    const arrived = ({ createdAt: at, ...rest }: Sent) =>
      ctx.arrivals.note(ctx, { type: 'direct.message', at, message: { ...rest, createdAt: at } })
    sent.push(sending.then(arrived))
    if (n % 20 === 19) sent.push(markDirectRead(ctx, { uid: from.uuid }).catch(() => {}))
    if (n % 60 === 59) sent.push(ctx.arrivals.flush())
  }
  await Promise.all(sent)
  await core.as(person(0)).arrivals.flush()
  for (const who of people) {
    const ctx = core.as(who)
    const { items } = await listThreads(ctx, { page: 1, perPage: 50 })
    const log = await readEvents(ctx.db, `chat:${who.userId}`, 0)
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, n) => n + 1))
    for (const { id, unread } of items) {
      const [counted] = await core.sql(UNREAD, [`direct:${id}`, who.userId])
      expect([unread, 0]).toEqual([counted?.unread, counted?.undelivered])
    }
  }
  const [{ out = 0 } = {}] = await core.sql(OUT_OF_ORDER, [])
  expect([out, (await deadlocks()) - before]).toEqual([0, 0])
})

const UNREAD = `select count(*) filter (where m.id > c.read_up_to)::int as unread,
       count(*) filter (where m.id > c.delivered_up_to)::int as undelivered
  from messages m
  join conversation_members c on c.conversation = m.conversation and c.user_id = $2
 where m.conversation = $1 and m.sender_id <> $2`

/** Messages that a stream has after one with a greater number of the same conversation. */
const OUT_OF_ORDER = `select count(*)::int as out from (
  select (data ->> 'id')::bigint as id, lag((data ->> 'id')::bigint) over (
           partition by stream, data ->> 'threadId' order by seq) as before
    from events where type = 'direct.message') e where before > id`

async function deadlocks(): Promise<number> {
  const [found] = await core.sql(
    'select deadlocks::int as many from pg_stat_database where datname = current_database()',
    [],
  )
  return Number(found?.many)
}
