// What the SDK exports of this domain: each name is a schema and the type of what it parses.

export type { WebhookEventName } from './names.ts'
// The closed lists of words in them, as types:
export type { DeliveryStatus, WebhookOffReason } from './webhook.ts'
export {
  Webhook,
  WebhookDelivery,
  WebhookSwitchedOffEvent,
  WebhookWithSecret,
} from './webhook.ts'
