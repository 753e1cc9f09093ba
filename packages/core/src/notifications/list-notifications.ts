import type { Notification, Page } from '@souk/contract'
import { where } from '../conditions.ts'
import { type Ctx, signedIn } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { inboxOf } from './inbox.ts'
import { notificationOf } from './notification-of.ts'

const FILTERS = { unread: { true: 'not is_read and id > $readUpTo' } }

const list = pagedList<Notification, keyof typeof FILTERS>('notifications', FILTERS, (given) => ({
  branches: [`select user_id, id from notifications ${where(given, 'user_id = $me')}`],
  order: ['id desc'],
  show: `v.id, v.type, v.title, v.message, v.data, v."createdAt",
         (v.is_read or v.id <= $readUpTo) as "isRead"
    from page join notification_view v on v.user_id = page.user_id and v.id = page.id`,
}))

/** The caller's notifications, newest first, and how many of them are unread. */
export async function listNotifications(
  ctx: Ctx,
  { unread: onlyUnread, ...paging }: Paging & { unread: boolean },
): Promise<Page<Notification> & { unread: number }> {
  const me = signedIn(ctx).userId
  const { unread, readUpTo } = await inboxOf(ctx)
  const filter = { me, unread: onlyUnread ? true : undefined }
  const page = await readPage(ctx, list, filter, paging, notificationOf, { readUpTo })
  return { ...page, unread }
}
