import { SoukError, type Webhook, type WebhookDelivery } from '@souk/contract'
import { isoTime, isoTimeOrNull } from '../iso-time.ts'
import { plainHeaders } from './sign.ts'

/** What a `Webhook` is selected by, from endpoints `e`. */
export const webhookColumns = (now: string) => `e.id, e.url, e.events,
  e.off_reason is null as "isActive", e.off_reason as "offReason",
  e.failing_since as "failingSince",
  case when e.previous_until > ${now} then e.previous_until end as "previousSecretUntil",
  e.created_at as "createdAt", e.updated_at as "updatedAt"`

/** An endpoint as the contract shows it. */
export function webhookOf(row: Webhook): Webhook {
  return {
    ...row,
    failingSince: isoTimeOrNull(row.failingSince),
    previousSecretUntil: isoTimeOrNull(row.previousSecretUntil),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

/** A row of `webhook_deliveries`, with the endpoint's URL. */
export interface DeliveryRow
  extends Pick<
    WebhookDelivery,
    'id' | 'webhookId' | 'event' | 'status' | 'attempts' | 'error' | 'durationMs'
  > {
  readonly messageId: string
  readonly url: string
  readonly body: string
  readonly responseStatus: number | null
  readonly responseBody: string | null
  readonly createdAt: string
  readonly attemptedAt: string | null
  readonly nextAttemptAt: string | null
}

/** What `DeliveryRow` is selected by, from deliveries `d` and endpoints `e`. */
export const DELIVERY = `d.id, d.endpoint_id as "webhookId", d.message_id as "messageId", d.event, d.status,
  d.attempts, d.error, d.duration_ms as "durationMs", coalesce(d.request_url, e.url) as url, d.body,
  d.response_status as "responseStatus", d.response_body as "responseBody",
  d.created_at as "createdAt", d.attempted_at as "attemptedAt", d.next_attempt_at as "nextAttemptAt"`

/** The `webhook-id` of a delivery. */
export const messageIdOf = (uuid: string) => `msg_${uuid.replaceAll('-', '')}`

/** The moment of a try as its header has it. */
export const secondsOf = (moment: string | Date) => Math.floor(new Date(moment).getTime() / 1000)

export function deliveryOf(row: DeliveryRow): WebhookDelivery {
  const { url, body, responseStatus, responseBody, messageId, ...rest } = row
  const id = messageIdOf(messageId)
  const timestamp = secondsOf(row.attemptedAt ?? row.nextAttemptAt ?? row.createdAt)
  return {
    ...rest,
    messageId: id,
    request: { url, headers: plainHeaders({ id, timestamp }), body },
    response: responseStatus === null ? null : { status: responseStatus, body: responseBody ?? '' },
    createdAt: isoTime(row.createdAt),
    attemptedAt: isoTimeOrNull(row.attemptedAt),
    nextAttemptAt: isoTimeOrNull(row.nextAttemptAt),
  }
}

export const webhookNotFound = () => new SoukError('NOT_FOUND', 'Webhook not found')
export const deliveryNotFound = () => new SoukError('NOT_FOUND', 'Delivery not found')
