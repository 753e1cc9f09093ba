import { TICKET_STATUSES, type Ticket, type TicketStatus } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAudit } from '../audit/list-audit.ts'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { relayOutbox } from '../events/relay-outbox.ts'
import { listNotifications } from '../notifications/list-notifications.ts'
import { cellsOf } from '../testing/market-matrix.ts'
import { TICKET_MATRIX } from '../testing/support-matrix.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { createTicket } from './create-ticket.ts'
import { getTicket } from './get-ticket.ts'
import { listTicketMessages } from './list-ticket-messages.ts'
import { listAllTickets, listTickets } from './list-tickets.ts'
import { sendMessage } from './send-message.ts'
import { ACTION_FOR } from './transitions.ts'
import { updateTicket } from './update-ticket.ts'

let core: TestCore
let people: Record<'owner' | 'staff' | 'other', SignedIn>
beforeAll(async () => {
  core = await startTestCore()
  people = {
    owner: await core.newUser(),
    staff: await core.newUser('staff'),
    other: await core.newUser(),
  }
})
afterAll(() => core.close())

const PAGE = { page: 1, perPage: 50 }
const open = (by: SignedIn, changes: object = {}) =>
  createTicket(core.as(by), {
    subject: 'Nothing has come',
    content: 'Where is it?',
    priority: 'MEDIUM',
    category: 'Delivery',
    ...changes,
  })
const write = (by: SignedIn, id: number, content = 'A word') =>
  sendMessage(core.as(by), { id, content })
const put = (by: SignedIn, id: number, change: object) =>
  updateTicket(core.as(by), { id, ...change })

async function ticketIn(status: TicketStatus, owner = people.owner): Promise<Ticket> {
  const ticket = await open(owner)
  return status === 'OPEN' ? ticket : put(people.staff, ticket.id, { status })
}

const REFUSALS: Record<string, string> = {
  too_late: 'CONFLICT',
  not_yours: 'FORBIDDEN',
  hidden: 'NOT_FOUND',
}
const wanted = Object.fromEntries(TICKET_STATUSES.map((status) => [ACTION_FOR[status], status]))

test.each(cellsOf(TICKET_MATRIX))(
  'on the database, $action by $role of a ticket that is $from: $expected',
  async ({ action, role, from, expected }) => {
    const { id } = await ticketIn(from as TicketStatus)
    const before = await getTicket(core.as(people.staff), { id })
    const [events] = await core.sql('select count(*) as n from events')
    const by = people[role as keyof typeof people]
    const doing =
      action === 'write'
        ? write(by, id)
        : put(by, id, action === 'edit' ? { priority: 'LOW' } : { status: wanted[action] })
    const refusal = REFUSALS[expected]
    if (refusal) {
      await expect(doing).rejects.toMatchObject({ code: refusal })
      expect(await getTicket(core.as(people.staff), { id })).toEqual(before)
      expect(await core.sql('select count(*) as n from events')).toEqual([events])
    } else {
      await doing
      const { status } = await getTicket(core.as(people.staff), { id })
      expect(`→${status}`).toBe(expected)
    }
  },
)

test('a question is the first message, and staff who answer put it in progress', async () => {
  const { id } = await open(people.owner)
  await write(people.staff, id, 'We look into it')
  const shown = await getTicket(core.as(people.owner), { id })
  expect(shown.status).toBe('IN_PROGRESS')
  expect(shown.messages.map(({ content, isStaff }) => [content, isStaff])).toEqual([
    ['Where is it?', false],
    ['We look into it', true],
  ])
  const { items } = await listTickets(core.as(people.owner), PAGE)
  expect(items[0]?.messages.map(({ content }) => content)).toEqual(['We look into it'])
})

test('a member of staff who asks is not staff there', async () => {
  const { id } = await open(people.staff)
  const message = await write(people.staff, id)
  expect(message.isStaff).toBe(false)
  expect((await getTicket(core.as(people.staff), { id })).status).toBe('OPEN')
  await expect(put(people.staff, id, { priority: 'URGENT' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  const another = await core.newUser('staff')
  const own = put(another, id, { assigneeId: people.staff.userId })
  await expect(own).rejects.toMatchObject({ fields: [{ path: ['assigneeId'] }] })
})

test('a ticket is looked after by staff only, and whoever does hears of it', async () => {
  const { id } = await open(people.owner)
  const helper = await core.newUser('staff')
  for (const assigneeId of [people.other.userId, 999_999]) {
    await expect(put(people.staff, id, { assigneeId })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  }
  await put(people.staff, id, { assigneeId: helper.userId })
  await write(people.owner, id)
  const { items } = await listNotifications(core.as(helper), { ...PAGE, unread: false })
  expect(items.map(({ type, data }) => [type, data])).toEqual([
    ['TICKET_REPLY', { ticketId: `ticket_${id}` }],
    ['TICKET_ASSIGNED', { ticketId: `ticket_${id}` }],
  ])
  expect((await put(people.staff, id, { assigneeId: null })).assigneeId).toBeNull()
})

test('what staff change is in the audit log, and what changes nothing is nowhere', async () => {
  const { id } = await open(people.owner)
  await write(people.staff, id)
  await put(people.staff, id, { status: 'RESOLVED', priority: 'HIGH' })
  const [before] = await core.sql('select count(*) as n from events')
  const same = await put(people.staff, id, { status: 'RESOLVED', priority: 'HIGH' })
  expect(same.resolvedAt).not.toBeNull()
  expect(await core.sql('select count(*) as n from events')).toEqual([before])
  const { items } = await listAudit(core.as(people.staff), { ...PAGE, subject: `ticket:${id}` })
  expect(items.map(({ action, details }) => [action, details])).toEqual([
    ['ticket.changed', { status: 'RESOLVED', priority: 'HIGH' }],
    ['ticket.answered', { message: expect.any(Number), status: 'IN_PROGRESS' }],
  ])
  expect((await put(people.staff, id, { status: 'OPEN' })).resolvedAt).toBeNull()
})

test('the owner’s stream and that of staff have all that happens to a ticket', async () => {
  const owner = await core.newUser()
  const { id } = await open(owner)
  await write(people.staff, id)
  while ((await relayOutbox(core.as(people.staff))).mayHaveMore);
  const of = async (stream: string) =>
    (await readEvents(core.as(owner).db, stream, 0))
      .filter(({ data }) =>
        [data as Ticket, data as { ticketId: number }].some(
          (one) => ('ticketId' in one ? one.ticketId : one.id) === id,
        ),
      )
      .map(({ type }) => type)
  const all = ['ticket.opened', 'ticket.message', 'ticket.message', 'ticket.changed']
  expect(await of('staff:tickets')).toEqual(all)
  expect(await of(`user:${owner.userId}`)).toEqual(all)
})

test('lists are filtered by state, by leading words of the category, and by who it concerns', async () => {
  const owner = await core.newUser()
  const art = await open(owner, { category: 'Art & Design', priority: 'HIGH' })
  const craft = await open(owner, { category: 'Artisanal', priority: 'LOW' })
  await put(people.staff, craft.id, { status: 'CLOSED', assigneeId: people.staff.userId })
  const mine = async (filter: object) =>
    (await listTickets(core.as(owner), { ...PAGE, ...filter })).items.map(({ id }) => id)
  expect(await mine({})).toEqual([craft.id, art.id])
  expect(await mine({ category: 'ART' })).toEqual([art.id])
  expect(await mine({ category: 'art & design', status: 'OPEN' })).toEqual([art.id])
  expect(await mine({ status: 'CLOSED' })).toEqual([craft.id])
  expect(await mine({ category: 'artisanal', status: 'OPEN' })).toEqual([])
  const all = async (filter: object) =>
    (await listAllTickets(core.as(people.staff), { ...PAGE, userId: owner.userId, ...filter }))
      .items
  const [closed] = await all({ assigneeId: people.staff.userId, category: 'artisanal' })
  expect(closed).toMatchObject({ id: craft.id, status: 'CLOSED', priority: 'LOW' })
  expect((await all({ priority: 'HIGH', category: 'art' })).map(({ id }) => id)).toEqual([art.id])
  expect((await all({ priority: 'HIGH' })).map(({ id }) => id)).toEqual([art.id])
})

test('beyond a hundred messages, the list goes on where the ticket leaves off', async () => {
  const { id } = await open(people.owner)
  await core.sql(
    `insert into messages (conversation, sender_id, body, created_at)
     select 'ticket:' || $1, $2, 'Word ' || n, now() from generate_series(1, 105) n`,
    [id, people.owner.userId],
  )
  const { messages, moreMessages } = await getTicket(core.as(people.owner), { id })
  expect([messages.length, messages[99]?.content]).toEqual([100, 'Word 99'])
  const rest = await listTicketMessages(core.as(people.owner), {
    id,
    page: 1,
    perPage: 100,
    cursor: moreMessages,
  })
  expect(rest.items.map(({ content }) => content)).toEqual(
    [100, 101, 102, 103, 104, 105].map((n) => `Word ${n}`),
  )
  expect(rest.nextCursor).toBeUndefined()
})

test('messages that race with closing are all before it, or refused', async () => {
  const { id } = await open(people.owner)
  const sent = await Promise.allSettled([
    ...Array.from({ length: 10 }, (_, i) => write(i % 2 ? people.owner : people.staff, id)),
    put(people.staff, id, { status: 'CLOSED' }),
  ])
  const refused = sent.filter(({ status }) => status === 'rejected')
  for (const { reason } of refused as PromiseRejectedResult[]) {
    expect(reason.message).toBe('Cannot add messages to a closed or resolved ticket')
  }
  const { status, messages } = await getTicket(core.as(people.owner), { id })
  expect([status, messages.length]).toEqual(['CLOSED', 11 - refused.length])
})
