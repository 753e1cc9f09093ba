import type { z } from 'zod'
import { type ContractWords, exampleOf } from '../words.ts'
import { support } from './routes.ts'

const domains = {
  support: {
    name: 'Support',
    description: 'Questions to staff, each a ticket with its messages.',
  },
  'support.messages': {
    name: 'Support: messages',
    description: 'What is written about a ticket, until it is resolved or closed.',
  },
}

const names = {
  'support.list': 'ListedTicket',
  'support.get': 'TicketPage',
  'support.create': 'NewTicket',
  'support.update': 'Ticket',
  'support.all': 'StaffTicket',
  'support.messages.list': 'TicketMessage',
  'support.messages.markRead': 'TicketReadMark',
}

type Ticket = z.output<typeof support.update.output>
type Message = z.output<typeof support.messages.send.output>

const question = 'The map of the harbour has not come, though the order says it was sent.'
const answer = 'We have asked the seller, and will write again tomorrow.'

const ticket: Ticket = {
  id: 73,
  userId: 57,
  subject: 'Nothing has come',
  content: question,
  status: 'OPEN',
  priority: 'MEDIUM',
  category: 'Delivery',
  createdAt: '2026-03-14T09:26:53.000Z',
  updatedAt: '2026-03-14T09:26:53.000Z',
  resolvedAt: null,
  user: { username: 'idris', avatar: null },
  assigneeId: null,
}

const asked: Message = {
  id: 5400,
  ticketId: 73,
  userId: 57,
  content: question,
  isStaff: false,
  createdAt: '2026-03-14T09:26:53.000Z',
  user: { username: 'idris', avatar: null },
}

const answered: Message = {
  ...asked,
  id: 5402,
  userId: 3,
  content: answer,
  isStaff: true,
  createdAt: '2026-03-14T10:02:11.000Z',
  user: { username: 'tunde', avatar: null },
}

const inProgress: Ticket = {
  ...ticket,
  status: 'IN_PROGRESS',
  assigneeId: 3,
  updatedAt: answered.createdAt,
}

const listed = {
  items: [{ ...inProgress, messages: [answered] }],
  page: 1,
  perPage: 12,
  total: 1,
}

const examples = new Map([
  exampleOf(support.list, { status: 'in_progress' }, listed),
  exampleOf(support.get, { id: 'ticket_73' }, { ...inProgress, messages: [asked, answered] }),
  exampleOf(
    support.create,
    { subject: ticket.subject, content: question, category: ticket.category },
    ticket,
  ),
  exampleOf(support.update, { id: 'ticket_73', assigneeId: 'user_3' }, inProgress),
  exampleOf(support.all, { category: 'delivery', priority: 'medium' }, listed),
  exampleOf(
    support.messages.list,
    { id: 'ticket_73' },
    { items: [asked, answered], page: 1, perPage: 100, total: 2, unread: 1 },
  ),
  exampleOf(
    support.messages.markRead,
    { id: 'ticket_73', upTo: 'msg_5402' },
    { readUpTo: answered.id, unread: 0 },
  ),
  exampleOf(support.messages.send, { id: 'ticket_73', content: answer }, answered),
])

export const words: ContractWords = { domains, names, examples }
