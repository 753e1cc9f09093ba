import { afterAll, beforeAll, expect, test } from 'vitest'
import { differences, documentExamples } from '../../src/testing/documented.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The tickets of document 3, as its clients ask for them.

const exampleOf = documentExamples('3-shop-support.json')

let souk: TestSouk
let owner: TestUser
let staff: string
beforeAll(async () => {
  souk = await startTestSouk()
  owner = await souk.signUp('owner')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
})
afterAll(() => souk.stop())

const unlike = (operation: string, body: unknown) =>
  differences(body, exampleOf(operation).response, { nulls: ['avatar'] })

test('tickets are opened, listed, shown and answered in the document’s shapes', async () => {
  const { request } = exampleOf('POST /api/support')
  const made = await souk.post('/api/support', request, owner.token)
  expect([made.status, unlike('POST /api/support', made.body)]).toEqual([201, []])
  expect(made.body.data).toMatchObject({ ...(request as object), userId: `user_${owner.id}` })
  const { id } = made.body.data
  const path = `/api/support/${id}/messages`
  const answered = await souk.post(path, { content: 'We look into it.' }, staff)
  expect([answered.status, unlike('POST /api/support/{id}/messages', answered.body)]).toEqual([
    201,
    [],
  ])
  expect(answered.body.data).toMatchObject({ ticketId: id, isStaff: true })
  const listed = await souk.get('/api/support?status=in_progress&category=delivery', owner.token)
  expect(unlike('GET /api/support', listed.body)).toEqual([])
  expect(listed.body.pagination).toEqual({ page: 1, limit: 12, total: 1, pages: 1 })
  expect(listed.body.data[0].messages[0].content).toBe('We look into it.')
  const more = exampleOf('POST /api/support/{id}/messages').request
  const written = await souk.post(path, more, owner.token)
  expect(unlike('POST /api/support/{id}/messages', written.body)).toEqual([])
  const shown = await souk.get(`/api/support/${id}`, owner.token)
  expect(unlike('GET /api/support/{id}', shown.body)).toEqual([])
  expect(shown.body.data.messages.map((one: { isStaff: boolean }) => one.isStaff)).toEqual([
    false,
    true,
    false,
  ])
  expect(shown.body.data.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
})
