import type { WebhookDelivery } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { DELIVERY, type DeliveryRow, deliveryNotFound, deliveryOf } from './webhook-of.ts'

const select = statement<DeliveryRow>(
  'webhook-delivery-get',
  `select ${DELIVERY} from webhook_endpoints e
     join webhook_deliveries d on d.endpoint_id = e.id
    where e.id = $1 and e.user_id = $2 and e.deleted_at is null and d.id = $3`,
)

/** Something that one of the caller's webhooks was told. @throws NOT_FOUND, also for another's */
export async function getDelivery(
  ctx: Ctx,
  { id, deliveryId }: { id: number; deliveryId: number },
): Promise<WebhookDelivery> {
  const [row] = await ctx.db.query(select, [id, signedIn(ctx).userId, deliveryId])
  if (!row) throw deliveryNotFound()
  return deliveryOf(row)
}
