import type { z } from 'zod'
import { type ContractWords, exampleOf } from '../words.ts'
import { webhooks } from './routes.ts'

const domains = {
  webhooks: {
    name: 'Webhooks',
    description: 'What concerns the caller, sent to addresses of theirs.',
  },
  'webhooks.deliveries': {
    name: 'Webhooks: deliveries',
    description: 'What was sent, what came back, and sending it again.',
  },
}

const names = {
  'webhooks.list': 'Webhook',
  'webhooks.create': 'WebhookWithSecret',
  'webhooks.deliveries.list': 'WebhookDelivery',
}

type Webhook = z.output<typeof webhooks.get.output>
type Delivery = z.output<typeof webhooks.deliveries.get.output>

const webhook: Webhook = {
  id: 12,
  url: 'https://shop.example/hooks/souk',
  events: ['order.created', 'escrow.released', 'support.message_created'],
  isActive: true,
  offReason: null,
  failingSince: null,
  previousSecretUntil: null,
  createdAt: '2026-03-14T09:26:53.000Z',
  updatedAt: '2026-03-14T09:26:53.000Z',
}

const secret = 'whsec_c2FtcGxlIG9ubHksIG1ha2UgYW5vdGhlciBvbmUgIQ=='

const delivery: Delivery = {
  id: 340,
  webhookId: 12,
  messageId: 'msg_0b9c5e1f4a2d4d0f8f1c6c2e5b7a9d31',
  event: 'support.message_created',
  status: 'pending',
  attempts: 1,
  nextAttemptAt: '2026-03-14T09:31:13.000Z',
  request: {
    url: webhook.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_0b9c5e1f4a2d4d0f8f1c6c2e5b7a9d31',
      'webhook-timestamp': '1773480667',
    },
    body: '{"event":"support.message_created","timestamp":"2026-03-14T09:31:07Z","data":{"id":"msg_5402"}}',
  },
  response: { status: 503, body: 'back in a minute' },
  error: 'It answered 503',
  durationMs: 84,
  createdAt: '2026-03-14T09:31:07.000Z',
  attemptedAt: '2026-03-14T09:31:07.000Z',
}

const page = { page: 1, perPage: 20, total: 1 }
const id = 'webhook_12'
const deliveryId = 'delivery_340'

const examples = new Map([
  exampleOf(webhooks.list, {}, { items: [webhook], ...page }),
  exampleOf(webhooks.get, { id }, webhook),
  exampleOf(
    webhooks.create,
    { url: webhook.url, events: ['order.created', 'escrow.released', 'support.message_created'] },
    { ...webhook, secret },
  ),
  exampleOf(
    webhooks.update,
    { id, isActive: false },
    { ...webhook, isActive: false, offReason: 'owner' },
  ),
  exampleOf(webhooks.delete, { id }, { id: webhook.id }),
  exampleOf(
    webhooks.rotateSecret,
    { id },
    { ...webhook, previousSecretUntil: '2026-03-15T10:00:00.000Z', secret },
  ),
  exampleOf(webhooks.test, { id }, { ...delivery, event: 'webhook.test', status: 'pending' }),
  exampleOf(
    webhooks.redeliver,
    { id, since: '2026-03-14T09:00:00Z', status: 'failed' },
    { redelivering: 7, until: null },
  ),
  exampleOf(webhooks.deliveries.list, { id }, { items: [delivery], ...page }),
  exampleOf(webhooks.deliveries.get, { id, deliveryId }, delivery),
  exampleOf(webhooks.deliveries.redeliver, { id, deliveryId }, delivery),
])

export const words: ContractWords = { domains, names, examples }
