import { setTimeout as wait } from 'node:timers/promises'
import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

const REQUESTS = '/api/v1/requests'

/** Requests and offers on them in each state, and reactions to a message in a room. */
export async function askAndOffer(souk: HttpClient, people: People): Promise<void> {
  const { adaeze, bisi, chidi, hauwa, ife } = people
  const ask = async (by: TestUser, fields: object = {}): Promise<string> => {
    const asked = { title: 'A lamp', description: 'For a desk, with a switch.', ...fields }
    return (await souk.post(REQUESTS, asked, by.token)).body.id
  }
  const offer = async (id: string, by: TestUser): Promise<number> =>
    (await souk.post(`${REQUESTS}/${id}/offers`, { price: 20 }, by.token)).body.id
  const step = (id: number, action: string, by: TestUser) =>
    souk.post(`${REQUESTS}/offers/${id}/${action}`, undefined, by.token)
  const soon = new Date(Date.now() + 2000).toISOString()
  await offer(await ask(hauwa, { expires_at: soon }), chidi)
  const open = await ask(hauwa, { budget: 25, metadata: { city: 'Kano' } })
  await offer(open, adaeze)
  await step(await offer(open, bisi), 'withdraw', bisi)
  await step(await offer(open, chidi), 'reject', hauwa)
  await souk.get(`${REQUESTS}/${open}`, adaeze.token)
  const fulfilled = await ask(ife)
  const accepted = await offer(fulfilled, bisi)
  await offer(fulfilled, chidi)
  await step(accepted, 'accept', ife)
  const body = { status: 'CLOSED' }
  await souk.request('PUT', `${REQUESTS}/${await ask(ife)}/status`, { body, token: ife.token })
  await souk.request('DELETE', `${REQUESTS}/${await ask(ife)}`, { token: ife.token })
  await react(souk, ife, adaeze)
  const expired = async () => (await souk.get(`${REQUESTS}?status=EXPIRED`)).body.items.length
  while ((await expired()) === 0) await wait(500)
}

async function react(souk: HttpClient, buyer: TestUser, seller: TestUser): Promise<void> {
  const of = { seller_id: `USR_${seller.id}` }
  const { body: room } = await souk.post('/api/v1/chats/rooms', of, buyer.token)
  const path = `/api/v1/chats/rooms/${room.id}/messages`
  const { body: message } = await souk.post(path, { content: 'Good day' }, buyer.token)
  const reactions = `/api/v1/chats/messages/${message.id}/reactions`
  await souk.post(reactions, { reaction_type: 'HEART' }, seller.token)
  await souk.post(reactions, { reaction_type: 'SMILE' }, buyer.token)
  await souk.request('DELETE', `${reactions}/SMILE`, { token: buyer.token })
}
