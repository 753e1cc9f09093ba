import type { Call } from '../call.ts'
import { LARGE } from '../fill/shop.ts'
import type { Side } from '../side.ts'
import { largeSeller } from './shop.ts'
import { newcomer } from './two-factor.ts'

const webhook = { url: 'https://hooks.example/souk', events: ['order.created', 'ad.expired'] }

interface Made {
  readonly data: { readonly id: string }
}

/** Somebody with a webhook: each may have a few, and ask for a few tests an hour. */
async function listener(side: Side) {
  const { token } = await newcomer(side)
  const { data } = (await side.souk.post('/api/webhooks', token, webhook)) as Made
  return { token, id: data.id }
}

/** The same, with something that was to be sent there. */
async function told(side: Side) {
  const { token, id } = await listener(side)
  const { data } = (await side.souk.post(`/api/webhooks/${id}/test`, token, {})) as Made
  return { token, id, deliveryId: data.id }
}

const knownListener = (side: Side) => side.once('listener', listener)
const knownTold = (side: Side) => side.once('told', told)

/** Who was told most. */
const mostTold = async (side: Side) => ({ ...(await largeSeller(side)), id: `webhook_${LARGE}` })

const since = { since: '2026-01-01T00:00:00Z' }

export const webhookCalls: readonly Call[] = [
  { operation: 'GET /api/webhooks', given: knownListener },
  { operation: 'POST /api/webhooks', given: newcomer, body: webhook },
  { operation: 'GET /api/webhooks/{id}', given: knownListener },
  { operation: 'PUT /api/webhooks/{id}', given: knownListener, body: { events: ['ad.closed'] } },
  { operation: 'PATCH /api/webhooks/{id}', given: knownListener, body: { isActive: true } },
  { operation: 'DELETE /api/webhooks/{id}', given: listener },
  { operation: 'POST /api/webhooks/{id}/secret', given: knownListener },
  { operation: 'POST /api/webhooks/{id}/test', given: listener },
  { operation: 'POST /api/webhooks/{id}/redeliver', given: told, body: since },
  { operation: 'GET /api/webhooks/{id}/deliveries', given: knownTold },
  { operation: 'GET /api/webhooks/{id}/deliveries', query: 'status=failed', given: knownTold },
  { operation: 'GET /api/webhooks/{id}', given: mostTold },
  { operation: 'GET /api/webhooks/{id}/deliveries', given: mostTold },
  { operation: 'GET /api/webhooks/{id}/deliveries', query: 'status=failed', given: mostTold },
  { operation: 'GET /api/webhooks/{id}/deliveries', query: 'page=50', given: mostTold },
  { operation: 'GET /api/webhooks/{id}/deliveries/{deliveryId}', given: knownTold },
  { operation: 'POST /api/webhooks/{id}/deliveries/{deliveryId}/redeliver', given: told },
]
