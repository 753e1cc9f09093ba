import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { clampedPageFields, pageOf, prefixedId } from '../fields.ts'
import {
  NewSecret,
  NewWebhook,
  onlyFailed,
  Since,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookWithSecret,
} from './webhook.ts'

const one = z.object({ id: prefixedId('webhook') })
const ofOne = one.extend({ deliveryId: prefixedId('delivery') })

const at = (
  method: RestRoute['method'],
  path: `/${string}` | '',
  more: Partial<RestRoute> = {},
): RestRoute => ({ method, path: `/api/webhooks${path}`, dialect: 'data', ...more })

/** Document 3, "Webhooks". */
export const webhooks = {
  list: query({
    access: 'user',
    summary: 'List the caller’s webhooks, newest first',
    description: 'Without their secrets, which are shown once.',
    input: z.object(clampedPageFields(20)),
    output: pageOf(Webhook),
    rest: [at('GET', '')],
  }),
  get: query({
    access: 'user',
    summary: 'Show one of the caller’s webhooks',
    description:
      'Also whether it is on, or why it is not, and since when nothing has arrived. Its secret was shown once.',
    input: one,
    output: Webhook,
    errors: ['NOT_FOUND'],
    rest: [at('GET', '/{id}')],
  }),
  create: mutation({
    access: 'user',
    summary: 'Have events sent to an address',
    description:
      'What happens from now on that concerns the caller is sent there by `POST`, as described under *Webhooks*. ' +
      'The secret is in this answer and in no other. At most 20 a user.',
    input: NewWebhook,
    output: WebhookWithSecret,
    errors: ['CONFLICT'],
    secret: true,
    rest: [at('POST', '', { status: 201 })],
  }),
  update: mutation({
    access: 'user',
    summary: 'Change a webhook',
    description:
      'What is not given stays as it is. One that was switched off is switched on again by `isActive`.',
    input: WebhookChange,
    output: Webhook,
    errors: ['NOT_FOUND'],
    rest: [at('PUT', '/{id}'), at('PATCH', '/{id}')],
  }),
  delete: mutation({
    access: 'user',
    summary: 'Delete a webhook, with its deliveries',
    description:
      'It is told nothing more, of what has happened either. What is on its way may still arrive.',
    input: one,
    output: one.extend({ id: Webhook.shape.id }),
    errors: ['NOT_FOUND'],
    rest: [at('DELETE', '/{id}', { view: z.null(), message: 'Webhook deleted successfully' })],
  }),
  rotateSecret: mutation({
    access: 'user',
    summary: 'Give a webhook another secret',
    description:
      'For a day what is sent is signed with the one before it as well. The secret is in this answer and in no other.',
    input: NewSecret,
    output: WebhookWithSecret,
    errors: ['NOT_FOUND'],
    secret: true,
    rest: [at('POST', '/{id}/secret')],
  }),
  test: mutation({
    access: 'user',
    summary: 'Send a test event',
    description:
      'A `webhook.test`, whatever the webhook is to be told. At most 60 tests and redeliveries an hour.',
    input: one,
    output: WebhookDelivery,
    errors: ['NOT_FOUND', 'CONFLICT', 'RATE_LIMITED'],
    rest: [at('POST', '/{id}/test', { status: 201 })],
  }),
  redeliver: mutation({
    access: 'user',
    summary: 'Deliver everything since a moment again',
    description:
      'Oldest first, at most 10,000 at once: `until` is where the next call goes on. What is being delivered anyway is left alone.',
    input: Since,
    output: z.object({
      redelivering: z.int().describe('How many will be delivered again.'),
      until: z.iso
        .datetime()
        .nullable()
        .describe('Where there are more: when the last of these was made.'),
    }),
    errors: ['NOT_FOUND', 'CONFLICT', 'RATE_LIMITED'],
    rest: [at('POST', '/{id}/redeliver')],
  }),
  deliveries: {
    list: query({
      access: 'user',
      summary: 'List what a webhook was told, newest first',
      description: 'Each is kept for 30 days.',
      input: one.extend({
        status: onlyFailed(),
        ...clampedPageFields(20),
      }),
      output: pageOf(WebhookDelivery),
      errors: ['NOT_FOUND'],
      rest: [at('GET', '/{id}/deliveries')],
    }),
    get: query({
      access: 'user',
      summary: 'Show one delivery',
      description: 'What was sent last, what came back, and when it is tried again.',
      input: ofOne,
      output: WebhookDelivery,
      errors: ['NOT_FOUND'],
      rest: [at('GET', '/{id}/deliveries/{deliveryId}')],
    }),
    redeliver: mutation({
      access: 'user',
      summary: 'Deliver something again',
      description:
        'The same bytes under the same `webhook-id`. What is being delivered anyway is tried at once.',
      input: ofOne,
      output: WebhookDelivery,
      errors: ['NOT_FOUND', 'CONFLICT', 'RATE_LIMITED'],
      rest: [at('POST', '/{id}/deliveries/{deliveryId}/redeliver')],
    }),
  },
}
