import { defineEntity, p } from '@mikro-orm/core'
import type { WebhookEventName, WebhookOffReason } from '@souk/contract'

const EndpointSchema = defineEntity({
  name: 'WebhookEndpoint',
  tableName: 'webhook_endpoints',
  properties: {
    id: p.integer().primary(),
    userId: p.integer(),
    url: p.string(),
    events: p.array().$type<WebhookEventName[]>(),
    /** Sealed, as is the one before it (`secret.ts`). */
    secret: p.blob().hidden(),
    previousSecret: p.blob().nullable().hidden(),
    previousUntil: p.datetime().nullable(),
    /** Null while it is on. */
    offReason: p.string().$type<WebhookOffReason>().nullable(),
    failingSince: p.datetime().nullable(),
    /** It is told what its user's stream has after this. */
    afterSeq: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    deletedAt: p.datetime().nullable(),
  },
})
export class WebhookEndpoint extends EndpointSchema.class {}
EndpointSchema.setClass(WebhookEndpoint)

export const webhookEntities = [EndpointSchema]
