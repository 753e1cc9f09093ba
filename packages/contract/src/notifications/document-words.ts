import type { ContractWords } from '../document-words.ts'

export const words: ContractWords = {
  domains: {
    notifications: {
      name: 'Notifications',
      description: 'What others did that concerns the caller, from every domain.',
    },
    'notifications.settings': {
      name: 'Notifications: settings',
      description: 'Of what the caller is told.',
    },
  },
  names: {
    'notifications.list': 'Notification',
    'notifications.settings.get': 'NotificationSettings',
  },
}
