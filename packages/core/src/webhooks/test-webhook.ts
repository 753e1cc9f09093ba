import { TEST_EVENT, type WebhookDelivery } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { askFor } from './ask.ts'
import { bodyOf } from './body-of.ts'
import { getDelivery } from './get-delivery.ts'
import { giveUpAfter } from './tries.ts'

const tellFunction = dbFunction(
  'tell_webhook_test',
  ['endpoint', 'event', 'body', 'giveUp'],
  row<{ id: number }>(),
)

/**
 * Sends one of the caller's webhooks something, whatever it is to be told.
 * @throws NOT_FOUND; CONFLICT when it is off; RATE_LIMITED
 */
export function testWebhook(ctx: Ctx, { id }: { id: number }): Promise<WebhookDelivery> {
  const now = ctx.clock()
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const webhook = await askFor(tx, id)
    const made = await call(tx, tellFunction, {
      endpoint: id,
      event: TEST_EVENT,
      body: bodyOf(ctx, TEST_EVENT, now.toISOString(), webhook),
      giveUp: giveUpAfter(now),
    })
    return getDelivery(tx, { id, deliveryId: made.id })
  })
}
