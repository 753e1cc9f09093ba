import { type ContractWords, exampleOf } from '../words.ts'
import { notifications } from './routes.ts'

const domains = {
  notifications: {
    name: 'Notifications',
    description: 'What others did that concerns the caller, from every domain.',
  },
  'notifications.settings': {
    name: 'Notifications: settings',
    description: 'Of what the caller is told.',
  },
}

const names = {
  'notifications.list': 'Notification',
  'notifications.settings.get': 'NotificationSettings',
}

const all = {
  trades: true,
  offers: true,
  wallet: true,
  orders: true,
  escrow: true,
  support: true,
  requests: true,
}

const examples = new Map([
  exampleOf(
    notifications.list,
    { unread: true },
    {
      items: [
        {
          id: 2811,
          type: 'TRADE_TAKEN',
          title: 'Trade taken',
          message: 'idris has taken your trade of 750 USDT',
          data: { tradeId: 208 },
          isRead: false,
          createdAt: '2026-03-14T09:31:07.000Z',
        },
      ],
      page: 1,
      perPage: 20,
      total: 1,
      unread: 1,
    },
  ),
  exampleOf(notifications.countUnread, {}, { count: 1 }),
  exampleOf(notifications.read, { ids: ['notif_2811'] }, { updated: 1, unread: 0 }),
  exampleOf(notifications.settings.get, {}, all),
  exampleOf(notifications.settings.update, { offers: false }, { ...all, offers: false }),
])

export const words: ContractWords = { domains, names, examples }
