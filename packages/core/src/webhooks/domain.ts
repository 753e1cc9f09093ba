import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { createWebhook } from './create-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { webhookEntities } from './entities.ts'
import { getDelivery } from './get-delivery.ts'
import { getWebhook } from './get-webhook.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listWebhooks } from './list-webhooks.ts'
import { mails } from './mails.ts'
import { redeliverOne, redeliverSince } from './redeliver.ts'
import { removeDeliveries } from './remove-deliveries.ts'
import { rotateSecret } from './rotate-secret.ts'
import { testWebhook } from './test-webhook.ts'
import { unreadableWebhooks } from './unreadable.ts'
import { updateWebhook } from './update-webhook.ts'
import { webhookEventOf } from './webhook-events.ts'

/** Addresses to which users have sent what concerns them. */
export const webhooks = {
  sql: new URL('./sql/', import.meta.url),
  entities: webhookEntities,
  verbs: {
    webhooks: {
      list: listWebhooks,
      get: getWebhook,
      create: createWebhook,
      update: updateWebhook,
      delete: deleteWebhook,
      rotateSecret,
      test: testWebhook,
      redeliver: redeliverSince,
      deliveries: { list: listDeliveries, get: getDelivery, redeliver: redeliverOne },
    } satisfies Verbs<typeof contract.webhooks>,
  },
  mails,
  eventOf: webhookEventOf,
  unreadable: unreadableWebhooks,
  cleanUp: removeDeliveries,
} satisfies Domain
