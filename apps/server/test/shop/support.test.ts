import { cellsOf } from '@souk/core/testing/market-matrix.ts'
import { TICKET_MATRIX } from '@souk/core/testing/support-matrix.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let owner: TestUser
let other: TestUser
let staff: string
beforeAll(async () => {
  souk = await startTestSouk()
  owner = await souk.signUp('owner')
  other = await souk.signUp('other')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
})
afterAll(() => souk.stop())

const QUESTION = { subject: 'Nothing has come', content: 'Where is it?', category: 'Delivery' }
const put = (id: string, body: object, token: string) =>
  souk.request('PUT', `/api/support/${id}`, { body, token })
const open = async (): Promise<string> =>
  (await souk.post('/api/support', QUESTION, owner.token)).body.data.id

const WANTED: Record<string, string> = {
  reopen: 'open',
  start: 'In_Progress',
  resolve: 'RESOLVED',
  close: 'closed',
}
const STATUSES: Record<string, number> = { too_late: 409, not_yours: 403, hidden: 404 }

async function attempt(action: string, id: string, token: string): Promise<Answer> {
  if (action === 'write') {
    return souk.post(`/api/support/${id}/messages`, { content: 'A word' }, token)
  }
  return put(id, action === 'edit' ? { priority: 'low' } : { status: WANTED[action] }, token)
}

test('everybody gets what the matrix says for what they try with a ticket', async () => {
  const tokens: Record<string, string> = { owner: owner.token, staff, other: other.token }
  for (const { action, role, from, expected } of cellsOf(TICKET_MATRIX)) {
    const id = await open()
    if (from !== 'OPEN') await put(id, { status: from }, staff)
    const { status, body } = await attempt(action, id, tokens[role] ?? '')
    const cell = `${action} by ${role} from ${from}`
    const good = action === 'write' ? 201 : 200
    expect([cell, status]).toEqual([cell, STATUSES[expected] ?? good])
    if (expected === 'too_late' && action === 'write') {
      expect(body.error).toBe('Cannot add messages to a closed or resolved ticket')
    }
  }
})

test('staff find a ticket of everybody’s, and look after it', async () => {
  const id = await open()
  const [admin] = (await souk.sql(`select id from users where username = '${ADMIN.username}'`)) as {
    id: string
  }[]
  const changed = await put(id, { assigneeId: `user_${admin?.id}`, priority: 'urgent' }, staff)
  expect(changed.body.data).toMatchObject({ assigneeId: `user_${admin?.id}`, priority: 'URGENT' })
  const query = `priority=URGENT&assigneeId=${admin?.id}&userId=user_${owner.id}&status=All`
  const listed = await souk.get(`/api/support/all?${query}`, staff)
  expect(listed.body.data).toMatchObject([{ id, user: { username: 'owner' } }])
  expect((await souk.get('/api/support/all', owner.token)).status).toBe(403)
})

test('the paths that older pages call are the same', async () => {
  const made = await souk.post('/api/support/tickets', QUESTION, owner.token)
  const { id } = made.body.data
  const path = `/api/support/tickets/${id}/messages`
  expect((await souk.post(path, { content: 'A word' }, owner.token)).status).toBe(201)
  const listed = await souk.get(path, owner.token)
  expect(listed.body.data.map(({ content }: { content: string }) => content)).toEqual([
    QUESTION.content,
    'A word',
  ])
})

describe('what is no good', () => {
  test.each([
    ['subject', { subject: '' }],
    ['subject', { subject: 'x'.repeat(201) }],
    ['subject', { subject: 'one\ntwo' }],
    ['content', { content: 'x'.repeat(5001) }],
    ['content', { content: '\0' }],
    ['priority', { priority: 'VERY' }],
    ['priority', { priority: 7 }],
    ['category', { category: ' ' }],
    ['category', { category: undefined }],
  ])('%s in %j is refused by its name', async (field, changes) => {
    const refused = await souk.post('/api/support', { ...QUESTION, ...changes }, owner.token)
    expect([refused.status, refused.body.code]).toEqual([422, 'VALIDATION_ERROR'])
    expect(Object.keys(refused.body.details)).toEqual([field])
  })

  test('neither are messages too long, statuses unknown, ids of something else', async () => {
    const id = await open()
    const path = `/api/support/${id}/messages`
    const statuses = [
      (await souk.post(path, { content: 'x'.repeat(2001) }, owner.token)).status,
      (await put(id, { status: 'LOST' }, staff)).status,
      (await put(id, { assigneeId: 'ticket_1' }, staff)).status,
      (await put(id, { assigneeId: `user_${other.id}` }, staff)).status,
      (await souk.get('/api/support?status=LOST', owner.token)).status,
      (await souk.get('/api/support/product_1', owner.token)).status,
      (await souk.get('/api/support/ticket_999999', owner.token)).status,
    ]
    expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 404])
  })

  test('markup is kept as the text that it is', async () => {
    const content = '<img src=x onerror=alert(1)>'
    const made = await souk.post('/api/support', { ...QUESTION, content }, owner.token)
    expect(made.body.data.content).toBe(content)
    expect(made.headers.get('content-type')).toMatch(/^application\/json/)
  })

  test('pages beyond all measure are clamped', async () => {
    const listed = await souk.get('/api/support?limit=1000&page=-1', owner.token)
    expect(listed.body.pagination).toMatchObject({ page: 1, limit: 100 })
  })
})

describe('notifications', () => {
  test('are listed newest first beside how many are unread, and marked as read', async () => {
    const reader = await souk.signUp('reader')
    const { body } = await souk.post('/api/support', QUESTION, reader.token)
    const { id } = body.data
    await souk.post(`/api/support/${id}/messages`, { content: 'A word' }, staff)
    await put(id, { status: 'resolved' }, staff)
    const listed = await souk.get('/api/notifications', reader.token)
    expect(listed.body).toMatchObject({
      success: true,
      pagination: { page: 1, limit: 20, total: 2, pages: 1 },
      unread: 2,
    })
    const [resolved, answered] = listed.body.data
    expect(answered).toEqual({
      id: expect.stringMatching(/^notif_\d+$/),
      type: 'TICKET_ANSWERED',
      title: 'Support ticket answered',
      message: 'Staff have answered: Nothing has come',
      data: { ticketId: id },
      isRead: false,
      createdAt: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/),
    })
    const read = await souk.post('/api/notifications/read', { ids: [resolved.id] }, reader.token)
    expect(read.body.data).toEqual({ updated: 1, unread: 1 })
    const unread = await souk.get('/api/notifications?unread=true', reader.token)
    expect(unread.body.data.map((one: { id: string }) => one.id)).toEqual([answered.id])
    const all = await souk.post('/api/notifications/read', undefined, reader.token)
    expect(all.body.data).toEqual({ updated: 1, unread: 0 })
  })

  test('of a kind that is switched off are not written', async () => {
    const path = '/api/notifications/settings'
    const body = { support: false }
    await souk.request('PUT', path, { body, token: owner.token })
    expect((await souk.get(path, owner.token)).body.data).toMatchObject({
      support: false,
      orders: true,
    })
    const before = (await souk.get('/api/notifications', owner.token)).body.unread
    await put(await open(), { status: 'closed' }, staff)
    expect((await souk.get('/api/notifications', owner.token)).body.unread).toBe(before)
  })

  test.each([
    ['/api/notifications/read', { ids: ['ticket_1'] }],
    ['/api/notifications/read', { ids: Array.from({ length: 1001 }, () => 1) }],
    ['/api/notifications/read', { ids: 'all' }],
  ])('%s refuses what is no list of theirs', async (path, body) => {
    expect((await souk.post(path, body, owner.token)).status).toBe(422)
  })
})
