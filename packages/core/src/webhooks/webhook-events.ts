import type { WebhookSwitchedOffEvent } from '@souk/contract'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'

/** An entry of a user's stream that concerns their webhooks, as the contract shows it. */
export function webhookEventOf({
  type,
  data,
  at,
}: LoggedEvent): WebhookSwitchedOffEvent | undefined {
  if (type !== 'webhook.switched_off') return undefined
  return { type, at: isoTime(at), webhook: data as WebhookSwitchedOffEvent['webhook'] }
}
