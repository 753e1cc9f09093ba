import { z } from 'zod'
import {
  changedAt,
  happenedAt,
  id,
  madeAt,
  prefixed,
  prefixedId,
  secret,
  text,
  time,
} from '../fields.ts'
import { nameGiven, TEST_EVENT, WEBHOOK_EVENTS } from './names.ts'

const WEBHOOK_OFF_REASONS = ['owner', 'gone', 'failing'] as const
export type WebhookOffReason = (typeof WEBHOOK_OFF_REASONS)[number]

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** Where a user wants to be told of what concerns them. */
export const Webhook = z.object({
  id: prefixed('webhook', id()),
  url: z.string().describe('Where it is told.'),
  events: z.array(z.enum(WEBHOOK_EVENTS)).describe('What it is told of.'),
  isActive: z.boolean().describe('Off, it is told nothing, then or later.'),
  offReason: z
    .enum(WEBHOOK_OFF_REASONS)
    .nullable()
    .describe(
      'Why it is off: its owner wanted it, it answered 410, or nothing arrived for five days.',
    ),
  failingSince: time()
    .nullable()
    .describe('Since when nothing has arrived; null while all is well.'),
  previousSecretUntil: time()
    .nullable()
    .describe('Until when what is sent is signed with the secret before this one as well.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
})
export type Webhook = z.output<typeof Webhook>

/** The same with its secret, which is not shown again. */
export const WebhookWithSecret = Webhook.extend({
  secret: z.string().describe('What is sent is signed with it; shown now and never again.'),
})
export type WebhookWithSecret = z.output<typeof WebhookWithSecret>

/** Something that an endpoint is told, and what became of it. */
export const WebhookDelivery = z.object({
  id: prefixed('delivery', id()),
  webhookId: prefixed('webhook', id()).describe('The webhook that is told.'),
  messageId: z.string().describe('The `webhook-id` of every try.'),
  event: z.enum([...WEBHOOK_EVENTS, TEST_EVENT]).describe('What it is told of.'),
  status: z
    .enum(DELIVERY_STATUSES)
    .describe('`pending` while it is still to be tried, `failed` once it was given up.'),
  attempts: z.int().describe('How often it was tried.'),
  nextAttemptAt: time().nullable().describe('When it is tried again, if it is.'),
  request: z
    .object({
      url: z.string().describe('Where it was sent.'),
      headers: z.record(z.string(), z.string()).describe('Without the signatures.'),
      body: z.string().describe('What was signed and sent, byte by byte.'),
    })
    .describe('As it was sent last, or will be.'),
  response: z
    .object({
      status: z.int().describe('The HTTP status.'),
      body: z.string().describe('Its first 4 KiB.'),
    })
    .nullable()
    .describe('To the last try; null where none came.'),
  error: z.string().nullable().describe('Why the last try failed.'),
  durationMs: z.int().nullable().describe('Milliseconds that the last try took.'),
  createdAt: madeAt(),
  attemptedAt: time().nullable().describe('When it was tried last; null before that.'),
})
export type WebhookDelivery = z.output<typeof WebhookDelivery>

const URL_RULE = 'must be a URL that begins with https://'

const url = () =>
  text(1, 2048)
    .refine((given) => /^https?:\/\//i.test(given) && URL.canParse(given), URL_RULE)
    .describe(
      'Where to send it: an `https:` address on the internet, or one in a network that the operator has allowed.',
    )

const events = () =>
  z
    .array(
      z
        .string()
        .transform(nameGiven)
        .pipe(z.enum(WEBHOOK_EVENTS, `must be one of ${WEBHOOK_EVENTS.join(', ')}`)),
    )
    .min(1, 'must name at least one event')
    .max(100, 'must have at most 100 names')
    .transform((names) => [...new Set(names)])
    .describe('What to be told of.')

/** A secret in the form of Standard Webhooks holds 24 to 64 bytes in Base64. */
const STANDARD = /^whsec_(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

const isStandard = (given: string) =>
  STANDARD.test(given) && given.length >= 'whsec_'.length + 32 && given.length <= 94

const ownSecret = () =>
  secret(200)
    .refine((given) => given.length >= 8, 'must have at least 8 characters')
    .refine(
      (given) => !given.startsWith('whsec_') || isStandard(given),
      'must have 24 to 64 bytes in Base64 after whsec_',
    )
    .optional()
    .describe(
      'What is sent is signed with it: see the headers under *Webhooks*. Without one, a good one is made: `whsec_` and 32 bytes in Base64.',
    )

export const NewWebhook = z.object({ url: url(), events: events(), secret: ownSecret() })
export type NewWebhook = z.output<typeof NewWebhook>

export const WebhookChange = z.object({
  id: prefixedId('webhook'),
  url: url().optional(),
  events: events().optional(),
  isActive: z.boolean().optional().describe('Off, it is told nothing, then or later.'),
})
export type WebhookChange = z.output<typeof WebhookChange>

export const NewSecret = z.object({ id: prefixedId('webhook'), secret: ownSecret() })
export type NewSecret = z.output<typeof NewSecret>

/** Of deliveries those that were given up, or all. */
export const onlyFailed = () =>
  z.literal('failed', 'must be failed, or not given').optional().describe('Only what has failed.')

export const Since = z.object({
  id: prefixedId('webhook'),
  since: z.iso
    .datetime({ offset: true, error: 'must be a moment, such as 2026-03-14T09:00:00Z' })
    .describe('What was to be delivered from then on.'),
  status: onlyFailed(),
})
export type Since = z.output<typeof Since>

/** An endpoint of the user's was switched off, by what it answered or did not. */
export const WebhookSwitchedOffEvent = z.object({
  type: z.literal('webhook.switched_off').describe('That it was switched off.'),
  at: happenedAt(),
  webhook: z
    .object({
      id: id(),
      url: z.string().describe('Where it was told.'),
      reason: z
        .enum(WEBHOOK_OFF_REASONS)
        .exclude(['owner'])
        .describe('It answered 410, or nothing arrived for five days.'),
    })
    .describe('Which one, and why.'),
})
export type WebhookSwitchedOffEvent = z.output<typeof WebhookSwitchedOffEvent>
