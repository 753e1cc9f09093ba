import type { ContractWords } from '../document-words.ts'

export const words: ContractWords = {
  domains: {
    webhooks: {
      name: 'Webhooks',
      description: 'What concerns the caller, sent to addresses of theirs.',
    },
    'webhooks.deliveries': {
      name: 'Webhooks: deliveries',
      description: 'What was sent, what came back, and sending it again.',
    },
  },
  names: {
    'webhooks.list': 'Webhook',
    'webhooks.create': 'WebhookWithSecret',
    'webhooks.deliveries.list': 'WebhookDelivery',
  },
}
