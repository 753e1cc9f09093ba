import type { WebhookReceiver } from '@souk/server/testing/webhook-receiver'
import type { World } from '../world.ts'
import type { People } from './people.ts'

/** Ada’s own server is told. */
export async function tellOfWebhooks({ receiver, settled }: World, { ada }: People): Promise<void> {
  const url = `${receiver.url}/souk`
  const events = ['order.created', 'escrow.released', 'support.message_created']
  const { id } = await ada.does('webhooks.create', 'Ada wants to be told', {
    body: { url, events },
  })
  const path = { id }
  await ada.does('webhooks.test', 'Ada wants to see whether it works', { path })
  await settled()
  await ada.does('webhooks.deliveries.list', 'Ada looks what was sent', { path })
  const [{ id: deliveryId }] = await ada.quietly('webhooks.deliveries.list', { path })
  const one = { id, deliveryId }
  await ada.does('webhooks.deliveries.get', 'Ada looks at one', { path: one })
  await ada.does('webhooks.deliveries.redeliver', 'Ada wants it again', { path: one })
  await settled()
  const since = '2026-03-14T09:00:00Z'
  await ada.does('webhooks.redeliver', 'Ada wants again what was missed', { path, body: { since } })
  await settled()
  await ada.does('webhooks.rotateSecret', 'Ada wants another secret', { path })
  await ada.does('webhooks.list', 'Ada looks at the webhooks')
  await ada.does('webhooks.get', 'Ada looks at one', { path })
  const off = { path, body: { isActive: false } }
  await ada.does('webhooks.update', 'Ada turns it off', off)
  await ada.isRefused('webhooks.test', 'CONFLICT', 'It is off', { path })
  await ada.does('webhooks.update.data', 'Ada turns it off', off)
  await ada.does('webhooks.delete', 'Ada wants it gone', {
    path: { id: await another(url, ada) },
  })
  await tooMany(url, ada)
}

/** Webhooks that somebody may have. */
const MOST = 20

async function tooMany(url: string, { quietly, isRefused }: People['ada']): Promise<void> {
  const body = { url, events: ['ad.expired'] }
  const made = (await quietly('webhooks.list', { query: { limit: 100 } })).length
  for (let one = made; one < MOST; one += 1) await quietly('webhooks.create', { body })
  await isRefused('webhooks.create', 'CONFLICT', 'Ada has as many as there may be', { body })
}

async function another(url: string, { quietly }: People['ada']): Promise<string> {
  return (await quietly('webhooks.create', { body: { url, events: ['ad.expired'] } })).id
}

/** Everybody has a server that is told of everything. */
export async function listen({ receiver }: World, people: People, events: readonly string[]) {
  for (const { username, quietly } of [people.ada, people.bisi, people.tunde]) {
    await quietly('webhooks.create', { body: { url: `${receiver.url}/${username}`, events } })
  }
}

/** The first that was told of each event, whoever heard it. */
export function toldBy({ received }: WebhookReceiver): Record<string, unknown> {
  const order = ({ body, path }: (typeof received)[number]) =>
    `${body.timestamp} ${path} ${JSON.stringify(body.data)}`
  const sorted = received.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  const events = new Map(sorted.toReversed().map(({ body }) => [body.event as string, body]))
  return Object.fromEntries([...events].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
