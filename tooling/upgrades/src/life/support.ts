import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

const QUESTION = { subject: 'A deposit is missing', content: 'Since Monday.', category: 'Wallet' }

/** A ticket in each state, answered and looked after, and what is told of it. */
export async function askStaff(
  souk: HttpClient,
  { ife, jide }: People,
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
  await put(await ask(jide), { status: 'RESOLVED' })
  await put(await ask(jide), { status: 'CLOSED' })
  await souk.post('/api/notifications/read', {}, jide.token)
  const settings = { offers: false }
  await souk.request('PUT', '/api/notifications/settings', { body: settings, token: jide.token })
}
