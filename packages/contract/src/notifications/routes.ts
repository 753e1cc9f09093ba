import { z } from 'zod'
import { mutation, query, type RestRoute, subscription } from '../define.ts'
import { clampedPageFields, lastEventId, pageOf, prefixedId } from '../fields.ts'
import {
  Notification,
  NotificationEvent,
  NotificationInDocument5,
  NotificationSettings,
} from './notification.ts'

const unread = z.int().min(0).describe('How many the caller has not read.')

const updated = z.int().describe('How many had not been read.')

const inRooms = (
  method: RestRoute['method'],
  path: '' | `/${string}`,
  more: Partial<RestRoute> = {},
): RestRoute => ({ method, path: `/api/v1/notifications${path}`, dialect: 'rooms', ...more })

const settingsAt = (method: 'GET' | 'PUT'): RestRoute => ({
  method,
  path: '/api/notifications/settings',
  dialect: 'data',
})

/** What others did that concerns the caller. */
export const notifications = {
  list: query({
    access: 'user',
    summary: 'List the caller’s notifications, newest first',
    description: 'Those that were read are kept for 90 days, others for a year.',
    input: z.object({
      unread: z.boolean().default(false).describe('Only those not yet read.'),
      ...clampedPageFields(20),
    }),
    output: pageOf(Notification).extend({ unread }),
    rest: [
      { method: 'GET', path: '/api/notifications', dialect: 'data' },
      inRooms('GET', '', {
        view: pageOf(NotificationInDocument5),
        under: 'items',
        countsPages: true,
      }),
    ],
  }),
  countUnread: query({
    access: 'user',
    summary: 'Count what the caller has not read',
    description: 'The same number that lists show as `unread`.',
    input: z.object({}),
    output: z.object({ count: z.int().min(0).describe('How many that is.') }),
    rest: [inRooms('GET', '/unread/count')],
  }),
  read: mutation({
    access: 'user',
    summary: 'Mark notifications as read',
    description: 'Those that are named; without `ids`, all of them.',
    input: z.object({
      ids: z
        .array(prefixedId('notif'))
        .max(1000, 'must have at most 1000 ids')
        .optional()
        .describe('Which ones; all, unless given.'),
    }),
    output: z.object({ updated, unread }),
    rest: [
      { method: 'POST', path: '/api/notifications/read', dialect: 'data' },
      inRooms('POST', '/mark-read', {
        names: { ids: 'notification_ids' },
        view: z.object({ updated }),
      }),
    ],
  }),
  settings: {
    get: query({
      access: 'user',
      summary: 'Show of what the caller is told',
      description: 'All of it, unless the caller has switched something off.',
      input: z.object({}),
      output: NotificationSettings,
      rest: [settingsAt('GET')],
    }),
    update: mutation({
      access: 'user',
      summary: 'Choose of what the caller is told',
      description:
        'What is not given stays as it is. Nothing is told later of what was switched off.',
      input: NotificationSettings.partial(),
      output: NotificationSettings,
      rest: [settingsAt('PUT')],
    }),
  },
  watch: subscription({
    access: 'user',
    summary: 'Watch for the caller’s new notifications',
    description: 'Of what is switched off nothing is told.',
    input: z.object({ lastEventId: lastEventId() }),
    output: NotificationEvent,
  }),
}
