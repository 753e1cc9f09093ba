import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

const QUESTION = { subject: 'A deposit is missing', content: 'Since Monday.', category: 'Wallet' }

/** A ticket in each state, answered and looked after, and what is told of it. */
export async function askStaff(
  souk: HttpClient,
  { hauwa, ife, jide }: People,
  { token }: Pick<TestUser, 'token'>,
): Promise<void> {
  const ask = async (owner: TestUser): Promise<string> =>
    (await souk.post('/api/support', QUESTION, owner.token)).body.data.id
  const put = (id: string, body: object) =>
    souk.request('PUT', `/api/support/${id}`, { body, token })
  const write = (id: string, content: string, by: Pick<TestUser, 'token'>) =>
    souk.post(`/api/support/${id}/messages`, { content }, by.token)
  await ask(ife)
  const running = await ask(ife)
  await write(running, 'We look into it.', { token })
  await write(running, 'Thank you!', ife)
  await put(running, { priority: 'HIGH' })
  const { data: staff } = (await souk.get('/api/auth/me', token)).body
  await put(running, { assigneeId: staff.id })
  await put(await ask(jide), { status: 'RESOLVED' })
  const closed = await ask(jide)
  await write(closed, 'Please ask the bank.', { token })
  await souk.request('PUT', `/api/support/${closed}`, {
    body: { status: 'CLOSED' },
    token: jide.token,
  })
  await put(await ask(hauwa), { status: 'IN_PROGRESS' })
  await readAll(souk, jide)
}

/** Somebody who has read what there was, and wants to hear less. */
async function readAll(souk: HttpClient, { token }: TestUser): Promise<void> {
  await souk.post('/api/notifications/read', {}, token)
  const settings = { offers: false }
  await souk.request('PUT', '/api/notifications/settings', { body: settings, token })
}
