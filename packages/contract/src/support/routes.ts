import { z } from 'zod'
import { mutation, query, type RestRoute, subscription } from '../define.ts'
import {
  clampedPageFields,
  id,
  lastEventId,
  pageOf,
  prefixed,
  prefixedId,
  text,
} from '../fields.ts'
import { LAST_READ, pageOfMessages, READ_UP_TO, ReadMark } from '../read-mark.ts'
import { categoryFilter } from '../shop/filters.ts'
import {
  ListedTicket,
  ListedTicketInDocument3,
  NewTicket,
  NewTicketInDocument3,
  StaffTicketInDocument3,
  SupportEvent,
  Ticket,
  TicketMessage,
  TicketPage,
  TicketPageInDocument3,
  ticketPriority,
  ticketStatus,
  wordFilter,
} from './ticket.ts'

const filters = { status: wordFilter(ticketStatus()), category: categoryFilter() }

/** Document 3's path, and the one that its own pages call. */
function both(route: Omit<RestRoute, 'path' | 'dialect'>, rest: `/${string}` | ''): RestRoute[] {
  return (['/api/support', '/api/support/tickets'] as const).map((path) => ({
    ...route,
    path: `${path}${rest}`,
    dialect: 'data',
  }))
}

/** Document 3, "Support". */
export const support = {
  list: query({
    access: 'user',
    summary: 'List the caller’s tickets, newest first',
    description: 'Each with its latest message.',
    input: z.object({ ...filters, ...clampedPageFields(12) }),
    output: pageOf(ListedTicket),
    rest: both({ method: 'GET', view: pageOf(ListedTicketInDocument3) }, ''),
  }),
  get: query({
    access: 'user',
    summary: 'Show one ticket with its messages, oldest first',
    description: 'To whoever asked, and to staff.',
    input: z.object({ id: prefixedId('ticket') }),
    output: TicketPage,
    errors: ['NOT_FOUND'],
    rest: both({ method: 'GET', view: TicketPageInDocument3 }, '/{id}'),
  }),
  create: mutation({
    access: 'user',
    summary: 'Ask staff something',
    description:
      'Opens a ticket, of which all staff are told; the question is also its first message.',
    input: NewTicket,
    output: Ticket,
    rest: both({ method: 'POST', status: 201, view: NewTicketInDocument3 }, ''),
  }),
  update: mutation({
    access: 'user',
    summary: 'Change a ticket',
    description:
      'Staff set its status and its priority, and who of them looks after it; whoever asked may close it. What is not given stays as it is. ' +
      'What staff change is recorded in the audit log.',
    input: z.object({
      id: prefixedId('ticket'),
      status: ticketStatus().optional(),
      priority: ticketPriority().optional(),
      assigneeId: prefixedId('user')
        .nullish()
        .describe('A member of staff; `null` for nobody any more.'),
    }),
    output: Ticket,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    rest: both({ method: 'PUT' }, '/{id}'),
  }),
  all: query({
    access: 'staff',
    summary: 'List everybody’s tickets, newest first',
    description: 'Each with its latest message.',
    input: z.object({
      ...filters,
      priority: wordFilter(ticketPriority()),
      assigneeId: prefixedId('user')
        .optional()
        .describe('Only those this member of staff looks after.'),
      userId: prefixedId('user').optional().describe('Only those of this user.'),
      ...clampedPageFields(12),
    }),
    output: pageOf(ListedTicket),
    rest: [
      {
        method: 'GET',
        path: '/api/support/all',
        dialect: 'data',
        view: pageOf(StaffTicketInDocument3),
      },
    ],
  }),
  messages: {
    list: query({
      access: 'user',
      quota: 'chat',
      summary: 'Read the messages of a ticket, oldest first',
      description:
        'For whoever asked, and staff. Page 1 holds the oldest messages. Reading marks nothing as read.',
      input: z.object({ id: prefixedId('ticket'), ...clampedPageFields(100) }),
      output: pageOfMessages(TicketMessage),
      errors: ['NOT_FOUND'],
      rest: both({ method: 'GET', view: pageOf(TicketMessage) }, '/{id}/messages'),
    }),
    markRead: mutation({
      access: 'user',
      summary: 'Say up to where one has read the messages of a ticket',
      description:
        'Whoever asked, and whoever of staff looks after it. It only ever moves on; what one writes oneself is never unread.',
      input: z.object({
        id: prefixedId('ticket'),
        upTo: prefixedId('msg').optional().describe(READ_UP_TO),
      }),
      output: ReadMark.extend({
        readUpTo: prefixed('msg', id()).nullable().describe(LAST_READ),
      }),
      errors: ['NOT_FOUND'],
      rest: both({ method: 'POST' }, '/{id}/messages/read'),
    }),
    send: mutation({
      access: 'user',
      summary: 'Add a message to a ticket',
      description: 'An answer by staff to an open ticket puts it in progress.',
      input: z.object({
        id: prefixedId('ticket'),
        content: text(1, 2000).describe('What is said.'),
      }),
      output: TicketMessage,
      errors: ['NOT_FOUND', 'CONFLICT'],
      rest: both({ method: 'POST', status: 201 }, '/{id}/messages'),
    }),
  },
  watch: subscription({
    access: 'user',
    summary: 'Watch tickets and their messages',
    description: 'The caller’s own; staff hear of everybody’s.',
    input: z.object({ lastEventId: lastEventId() }),
    output: SupportEvent,
  }),
}
