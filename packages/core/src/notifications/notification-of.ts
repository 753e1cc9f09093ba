import type { Notification, NotificationEvent } from '@souk/contract'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'

export function notificationOf(row: Notification): Notification {
  return { ...row, createdAt: isoTime(row.createdAt) }
}

/** An entry of a user's stream as the contract shows it; undefined when it is no notification. */
export function notificationEventOf({
  type,
  data,
  at,
}: LoggedEvent): NotificationEvent | undefined {
  if (type !== 'notification.created') return undefined
  return { type, at: isoTime(at), notification: notificationOf(data as Notification) }
}
