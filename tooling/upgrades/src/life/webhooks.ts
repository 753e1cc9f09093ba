import { setTimeout as wait } from 'node:timers/promises'
import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import { startWebhookReceiver } from '@souk/server/testing/webhook-receiver'
import type { People } from '../people.ts'

/** One webhook that is told, one whose secret is being changed, one that nobody answers, and one that is gone. */
export async function liveWithWebhooks(souk: HttpClient, { ife, emeka }: People): Promise<void> {
  const receiver = await startWebhookReceiver()
  receiver.answer = (response, { path }) => {
    response.writeHead(path === '/gone' ? 410 : 204).end()
  }
  const make = async (owner: TestUser, url: string): Promise<string> =>
    (await souk.post('/api/webhooks', { url, events: ['trade.created'] }, owner.token)).body.data.id
  await make(ife, `${receiver.url}/well`)
  await souk.post(`/api/webhooks/${await make(ife, `${receiver.url}/new`)}/secret`, {}, ife.token)
  await make(emeka, 'http://127.0.0.1:1/down')
  await make(emeka, `${receiver.url}/gone`)
  for (const { token } of [ife, emeka]) {
    await souk.post('/trades', { asset: 'usdt', amount: '1' }, token)
  }
  while (receiver.received.length < 3) await wait(100)
  const isOff = async () =>
    (await souk.get('/api/webhooks', emeka.token)).body.data.some(
      ({ offReason }: { offReason: string | null }) => offReason === 'gone',
    )
  while (!(await isOff())) await wait(100)
  await receiver.close()
}
