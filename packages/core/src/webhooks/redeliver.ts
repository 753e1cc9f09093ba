import type { Since, WebhookDelivery } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { isoTimeOrNull } from '../iso-time.ts'
import { askFor } from './ask.ts'
import { getDelivery } from './get-delivery.ts'
import { giveUpAfter } from './tries.ts'

/** Delivered again at once, so that the call takes no longer the more there is. */
const MOST = 10_000

interface Again {
  readonly redelivering: number
  readonly until: string | null
}

const again = dbFunction(
  'redeliver_webhooks',
  ['endpoint', 'id', 'since', 'failed', 'most', 'giveUp'],
  row<Again>(),
)

/**
 * Tries one delivery again, now.
 * @throws NOT_FOUND; CONFLICT when the webhook is off; RATE_LIMITED
 */
export function redeliverOne(
  ctx: Ctx,
  { id, deliveryId }: { id: number; deliveryId: number },
): Promise<WebhookDelivery> {
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    await getDelivery(tx, { id, deliveryId })
    await redeliver(tx, id, { id: deliveryId, since: null, failed: false })
    return getDelivery(tx, { id, deliveryId })
  })
}

/**
 * Tries all again that was to be delivered since a moment, oldest first, at most 10,000.
 * @throws NOT_FOUND; CONFLICT when the webhook is off; RATE_LIMITED
 */
export function redeliverSince(
  ctx: Ctx,
  { id, since, status }: Since,
): Promise<{ redelivering: number; until: string | null }> {
  return ctx.db.transaction(async (db) => {
    const wanted = { id: null, since: new Date(since), failed: status === 'failed' }
    const { redelivering, until } = await redeliver({ ...ctx, db }, id, wanted)
    return { redelivering, until: isoTimeOrNull(until) }
  })
}

async function redeliver(
  tx: Ctx,
  endpoint: number,
  wanted: { id: number | null; since: Date | null; failed: boolean },
): Promise<Again> {
  await askFor(tx, endpoint)
  return call(tx, again, { endpoint, ...wanted, most: MOST, giveUp: giveUpAfter(tx.clock()) })
}
