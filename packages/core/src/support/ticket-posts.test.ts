import type { TicketStatus } from '@souk/contract'
import { gate } from '@souk/database/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAudit } from '../audit/list-audit.ts'
import type { SignedIn } from '../context.ts'
import { call } from '../db-function.ts'
import { readEvents } from '../events/read-events.ts'
import { relayOutbox } from '../events/relay-outbox.ts'
import { staffTickets } from '../events/streams.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { createTicket } from './create-ticket.ts'
import { getTicket } from './get-ticket.ts'
import { readTicketMessages } from './read-ticket-messages.ts'
import { sendMessage } from './send-message.ts'
import { ticketPosts } from './ticket-posts.ts'
import { updateTicket } from './update-ticket.ts'

let core: TestCore
let owners: SignedIn[]
let staff: SignedIn[]
beforeAll(async () => {
  core = await startTestCore()
  owners = await Promise.all(Array.from({ length: 5 }, () => core.newUser()))
  staff = await Promise.all(Array.from({ length: 3 }, () => core.newUser('staff')))
})
afterAll(() => core.close())

const at = <One>(many: readonly One[], n: number) => many[n % many.length] as One
const system = () => core.as({ kind: 'system' })

async function open(by: SignedIn): Promise<number> {
  const question = { subject: 'Nothing has come', content: 'Where is it?', category: 'Delivery' }
  return (await createTicket(core.as(by), { ...question, priority: 'LOW' })).id
}
const change = (id: number, to: { status?: TicketStatus; assigneeId?: number | null }) =>
  updateTicket(core.as(at(staff, 0)), { id, ...to })
const send = (by: SignedIn, id: number, content: string) =>
  sendMessage.together(core.as(by), { id, content })
const alone = (by: SignedIn, id: number, content: string) =>
  sendMessage(core.as(by), { id, content })
const outcomes = async (sending: Promise<unknown>[]) =>
  (await Promise.allSettled(sending)).map((one) =>
    one.status === 'fulfilled' ? 'sent' : one.reason.message,
  )
async function bodiesOf(id: number): Promise<string[]> {
  const { messages } = await getTicket(core.as(at(staff, 0)), { id })
  return messages.map(({ content }) => content)
}
async function relayAll(): Promise<void> {
  while ((await relayOutbox(system())).mayHaveMore);
}

test('of messages that go together each has its own outcome, and no refusal touches another', async () => {
  const [ann, ben, helper] = [await core.newUser(), await core.newUser(), at(staff, 1)]
  const [hers, his, closed] = [await open(ann), await open(ben), await open(ann)]
  await change(closed, { status: 'CLOSED' })
  const banned = await core.newUser()
  const theirs = await open(banned)
  await core.sql('update users set is_active = false where id = $1', [banned.userId])
  expect(
    await outcomes([
      send(ann, hers, 'one'),
      send(ben, hers, 'not mine'),
      send(ann, closed, 'too late'),
      send(banned, theirs, 'banned'),
      send(helper, his, 'an answer'),
      send(ann, 999_999, 'of nothing'),
      send(ann, hers, 'broken \u0000'),
      send(ben, his, 'two'),
    ]),
  ).toEqual([
    'sent',
    'Ticket not found',
    'Cannot add messages to a closed or resolved ticket',
    'Invalid or expired token',
    'sent',
    'Ticket not found',
    expect.stringContaining('invalid byte sequence'),
    'sent',
  ])
  expect(await bodiesOf(hers)).toEqual(['Where is it?', 'one'])
  expect((await bodiesOf(his)).sort()).toEqual(['Where is it?', 'an answer', 'two'])
  expect((await getTicket(core.as(ben), { id: his })).status).toBe('IN_PROGRESS')
})

test('a ticket that somebody holds keeps nobody else waiting for long', async () => {
  const [ann, ben] = [at(owners, 0), at(owners, 1)]
  const [held, free] = [await open(ann), await open(ben)]
  const holder = await core.database.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from tickets where id = $1 for update', [held])
    // As many as groups are under way at a time.
    const waiting = [send(ann, held, 'held'), send(ann, held, 'held')]
    await Promise.all(Array.from({ length: 6 }, (_, n) => send(ben, free, `free ${n}`)))
    await holder.query('commit')
    expect((await Promise.all(waiting)).map(({ content }) => content)).toEqual(['held', 'held'])
  } finally {
    holder.release()
  }
})

test('nobody who asks or answers waits for the stream that all staff hear', async () => {
  const [ann, helper] = [await core.newUser(), at(staff, 1)]
  await open(ann)
  await relayAll()
  const [locked, leave] = [gate(), gate()]
  const holder = core.database.db().transaction(async (db) => {
    const text = `select from event_streams where name = '${staffTickets}' for update`
    expect(await db.query({ name: '', text }, [])).toHaveLength(1)
    locked.open()
    await leave.passed
  })
  await locked.passed
  const id = await open(ann)
  await Promise.all([send(ann, id, 'together'), alone(helper, id, 'alone')])
  await change(id, { status: 'RESOLVED' })
  leave.open()
  await holder
})

const STATUSES = ['OPEN', 'IN_PROGRESS', 'RESOLVED'] as const
const posts = fc.array(
  fc.record({ ticket: fc.nat(2), by: fc.constantFrom('owner', 'helper', 'other') }),
  { minLength: 1, maxLength: 8 },
)
const lives = fc.record({
  tickets: fc.array(fc.record({ status: fc.constantFrom(...STATUSES), isAssigned: fc.boolean() }), {
    minLength: 3,
    maxLength: 3,
  }),
  posts,
})

test('what goes together leaves what the same leaves one after another', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async ({ tickets, posts }) => {
      // Nobody who has been told enough.
      const [owner, helper] = [await core.newUser(), await core.newUser('staff')]
      const people = { owner, helper, other: at(owners, 1) }
      const made = () =>
        Promise.all(
          tickets.map(async ({ status, isAssigned }) => {
            const id = await open(owner)
            if (isAssigned) await change(id, { assigneeId: helper.userId })
            // From here on its members are as they are to be.
            await alone(owner, id, 'Hello?')
            if (status !== 'OPEN') await change(id, { status })
            return id
          }),
        )
      const [together, after] = [await made(), await made()]
      const asked = posts.map(({ ticket, by }, n) => ({
        ctx: { ...core.as(people[by]), address: `10.0.0.${n}` },
        body: `${n}`,
        ticket,
      }))
      const group = asked.map((post) => ({ ...post, ticket: at(together, post.ticket) }))
      const { messages } = await call(system(), ticketPosts.fn, ticketPosts.valuesOf(group))
      expect(messages.map((message) => message !== null)).toEqual(
        posts.map(({ ticket, by }) => {
          const { status } = at(tickets, ticket)
          if (by === 'other' || status === 'RESOLVED') return false
          return by === 'owner' || status === 'IN_PROGRESS'
        }),
      )
      for (const [n, { ctx, body, ticket }] of asked.entries()) {
        if (messages[n]) await sendMessage(ctx, { id: at(after, ticket), content: body })
      }
      await relayAll()
      const left = async (ids: number[]) => Promise.all(ids.map((id) => leftOf(id)))
      expect(await left(together)).toEqual(await left(after))
    }),
    { numRuns: 25 },
  )
})

/** All that is known of a ticket, without what numbers and moments make different. */
async function leftOf(id: number) {
  const { status, messages } = await getTicket(core.as(at(staff, 0)), { id })
  const rows = (text: string) => core.sql(text, [`ticket:${id}`])
  const told = await rows(
    `select e.stream = 'staff:tickets' as staff, e.stream like 'ticket:%' as own, e.actor_id,
            array_agg(array[e.type, e.data ->> 'message', e.data ->> 'status', e.data ->> 'isStaff',
                            e.data ->> 'session'] order by e.type = 'notification.created', e.seq) as told
       from events e where coalesce(e.data ->> 'ticketId', e.data -> 'data' ->> 'ticketId', e.data ->> 'id')
              in (split_part($1, ':', 2), replace($1, ':', '_'))
        and (e.type like 'ticket.%' or e.data ->> 'type' like 'TICKET_%')
      group by e.stream, e.actor_id order by e.stream like 'user:%', 1, 2, e.stream, 3`,
  )
  return {
    status,
    messages: messages.map(({ content, userId, isStaff }) => [content, userId, isStaff]),
    members: await rows(
      `select m.user_id, m.unread, c.messages, m.latest_id = c.latest_id as latest,
              m.read_up_to = m.latest_id as read from conversation_members m
         join conversations c on c.name = m.conversation where m.conversation = $1 order by 1`,
    ),
    audit: await rows(
      `select action, staff_id, address, details - 'message' as details from audit_log
        where subject = $1 order by id`,
    ),
    told,
  }
}

test('what is asked, answered, read and handed on at once is all there, and staff hear it once and in order', async () => {
  const before = await deadlocks()
  const ids = await Promise.all(Array.from({ length: 8 }, (_, n) => open(at(owners, n))))
  const doing: Promise<unknown>[] = []
  let relaying = true
  // As several processes do.
  const relays = [1, 2, 3].map(async () => {
    while (relaying) await relayOutbox(system())
  })
  for (let n = 0; n < 240; n += 1) {
    const id = at(ids, n)
    const by = n % 3 === 0 ? at(staff, n / 3) : at(owners, n % ids.length)
    // Some of them by themselves, as under a key.
    doing.push(n % 5 === 4 ? alone(by, id, `${n}`) : send(by, id, `${n}`))
    if (n % 20 === 19) doing.push(change(id, { assigneeId: at(staff, n).userId }))
    if (n % 24 === 23) doing.push(change(id, { status: 'IN_PROGRESS' }))
    if (n % 15 === 14) doing.push(readTicketMessages(core.as(at(owners, n % ids.length)), { id }))
  }
  const done = await Promise.allSettled(doing)
  expect(done.filter(({ status }) => status === 'rejected')).toEqual([])
  relaying = false
  await Promise.all(relays)
  await relayAll()
  const said = await Promise.all(ids.map(bodiesOf))
  expect(said.flat()).toHaveLength(240 + ids.length)
  for (const id of ids) await expectHeard(id)
  const [{ out = null } = {}] = await core.sql(WRONGLY_COUNTED)
  expect([out, (await deadlocks()) - before]).toEqual([0, 0])
  const { items } = await listAudit(system(), { page: 1, perPage: 100, action: 'ticket.answered' })
  expect(items.length).toBeGreaterThanOrEqual(80)
})

/** Staff have heard what the ticket's own stream has, and no more. */
async function expectHeard(id: number): Promise<void> {
  const { db } = core.as(at(staff, 0))
  const own = await readEvents(db, `ticket:${id}`, 0)
  const all = await readEvents(db, staffTickets, 0, 10_000)
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, n) => n + 1))
  const ofTicket = all.filter(({ type, data }) => {
    const { id: its, ticketId } = data as { id: number; ticketId?: number }
    return (type === 'ticket.message' ? ticketId : its) === id
  })
  const without = own.map(({ type, data, actorId, at }) => ({ type, data, actorId, at }))
  expect(ofTicket.map(({ type, data, actorId, at }) => ({ type, data, actorId, at }))).toEqual(
    without,
  )
}

const WRONGLY_COUNTED = `select count(*)::int as out from conversation_members c
 where kind = 'ticket' and unread <> (
   select count(*) from messages m
    where m.conversation = c.conversation and m.id > c.read_up_to and m.sender_id <> c.user_id)`

test('what a relay had taken that did not commit is relayed by the next, once', async () => {
  const ann = await core.newUser()
  await relayAll()
  const id = await open(ann)
  const killed = core.database.db().transaction(async (db) => {
    await relayOutbox({ ...system(), db })
    throw new Error('killed')
  })
  await expect(killed).rejects.toThrow('killed')
  await send(ann, id, 'one more')
  await relayAll()
  await expectHeard(id)
})

async function deadlocks(): Promise<number> {
  const [found] = await core.sql(
    'select deadlocks::int as many from pg_stat_database where datname = current_database()',
  )
  return Number(found?.many)
}
