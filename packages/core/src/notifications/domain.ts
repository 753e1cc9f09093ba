import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { countUnread } from './count-unread.ts'
import { getSettings } from './get-settings.ts'
import { listNotifications } from './list-notifications.ts'
import { notificationEventOf } from './notification-of.ts'
import { readNotifications } from './read-notifications.ts'
import { removeNotifications } from './remove-notifications.ts'
import { updateSettings } from './update-settings.ts'
import { watchNotifications } from './watch-notifications.ts'

/** What others did that concerns a user. Whoever has something to tell calls `notify` in SQL. */
export const notifications = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    notifications: {
      list: listNotifications,
      countUnread,
      read: readNotifications,
      settings: { get: getSettings, update: updateSettings },
      watch: watchNotifications,
    } satisfies Verbs<typeof contract.notifications>,
  },
  eventOf: notificationEventOf,
  cleanUp: removeNotifications,
} satisfies Domain
