import { SoukError, type Webhook } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { getWebhook } from './get-webhook.ts'

/** Tests and redeliveries that a user may ask for in an hour. */
const MOST = 60

type AskedRow = { outcome: 'done' } | { outcome: 'limited'; seconds: number }

const askFunction = dbFunction('ask_webhooks', ['most'], row<AskedRow>())

/**
 * One of the caller's webhooks, for something that they want sent there now: so many an hour, not more.
 * @throws NOT_FOUND; CONFLICT when it is off; RATE_LIMITED
 */
export async function askFor(ctx: Ctx, id: number): Promise<Webhook> {
  const webhook = await getWebhook(ctx, { id })
  if (!webhook.isActive) throw new SoukError('CONFLICT', 'The webhook is off')
  const asked = await call(ctx, askFunction, { most: MOST })
  if (asked.outcome === 'done') return webhook
  const retryAfter = asked.seconds
  throw new SoukError('RATE_LIMITED', `At most ${MOST} tests and redeliveries an hour`, {
    retryAfter,
  })
}
