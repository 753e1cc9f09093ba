/**
 * What an endpoint can be told of: what the SDK's `me.events` tell, under the same names, but for support,
 * of which document 3 has names of its own.
 */
export const WEBHOOK_EVENTS = [
  'order.created',
  'order.updated',
  'escrow.created',
  'escrow.updated',
  'escrow.released',
  'escrow.disputed',
  'escrow.resolved',
  'support.ticket_created',
  'support.ticket_updated',
  'support.message_created',
  'trade.created',
  'trade.taken',
  'trade.released',
  'trade.cancelled',
  'trade.disputed',
  'trade.resolved',
  'message.sent',
  'ad.created',
  'ad.closed',
  'ad.expired',
  'ad.completed',
  'offer.created',
  'offer.paid',
  'offer.cancelled',
  'offer.expired',
  'offer.released',
  'offer.disputed',
  'offer.statement',
  'offer.escalated',
  'offer.resolved',
  'offer.message',
  'wallet.transferred',
  'deposit.announced',
  'deposit.credited',
  'deposit.rejected',
  'withdrawal.requested',
  'withdrawal.approved',
  'withdrawal.rejected',
  'withdrawal.cancelled',
  'withdrawal.paid',
  'notification.created',
] as const
export type WebhookEventName = (typeof WEBHOOK_EVENTS)[number]

/** What only whoever asks for it is told. */
export const TEST_EVENT = 'webhook.test'

/** What an endpoint is told. */
export type ToldEvent = WebhookEventName | typeof TEST_EVENT

/** Events of the SDK that document 3 calls otherwise. */
const IN_DOCUMENT_3: Readonly<Record<string, WebhookEventName>> = {
  'ticket.opened': 'support.ticket_created',
  'ticket.changed': 'support.ticket_updated',
  'ticket.message': 'support.message_created',
}

const NAMES: ReadonlySet<string> = new Set(WEBHOOK_EVENTS)

const isName = (name: string): name is WebhookEventName => NAMES.has(name)

/** What an event of `me.events` is called to endpoints; undefined for one that they are not told. */
export function webhookEventName(type: string): WebhookEventName | undefined {
  const name = IN_DOCUMENT_3[type] ?? type
  return isName(name) ? name : undefined
}

/** A name as it may be given: the example of document 3 has one that its own table has not. */
export function nameGiven(given: string): string {
  const name = given.trim().toLowerCase()
  return name === 'support.message' ? 'support.message_created' : name
}
