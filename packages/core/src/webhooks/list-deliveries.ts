import type { Page, WebhookDelivery } from '@souk/contract'
import { where } from '../conditions.ts'
import type { Ctx } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { getWebhook } from './get-webhook.ts'
import { DELIVERY, type DeliveryRow, deliveryOf } from './webhook-of.ts'

const FILTERS = { status: { failed: `status = 'failed'` } }

const deliveries = pagedList<DeliveryRow, keyof typeof FILTERS>(
  'webhook-deliveries',
  FILTERS,
  (given) => ({
    branches: [
      `select endpoint_id, created_at, id from webhook_deliveries ${where(given, 'endpoint_id = $endpoint')}`,
    ],
    order: ['created_at desc', 'id desc'],
    show: `${DELIVERY} from page
      join webhook_deliveries d on d.endpoint_id = page.endpoint_id and d.id = page.id
      join webhook_endpoints e on e.id = page.endpoint_id`,
  }),
)

/** What one of the caller's webhooks was told, newest first. @throws NOT_FOUND */
export async function listDeliveries(
  ctx: Ctx,
  { id, status, ...paging }: Paging & { id: number; status?: 'failed' | undefined },
): Promise<Page<WebhookDelivery>> {
  await getWebhook(ctx, { id })
  return readPage(ctx, deliveries, { endpoint: id, status }, paging, deliveryOf)
}
