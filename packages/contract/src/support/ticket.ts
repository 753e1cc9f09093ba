import { z } from 'zod'
import {
  category,
  changedAt,
  happenedAt,
  id,
  line,
  madeAt,
  prefixed,
  text,
  time,
} from '../fields.ts'
import { ShopUser } from '../shop/seller.ts'

export const TICKET_STATUSES = ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

export const TICKET_PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const
export type TicketPriority = (typeof TICKET_PRIORITIES)[number]

/** A message about a ticket, from whoever asked or from staff. */
export const TicketMessage = z.object({
  id: prefixed('msg', id()),
  ticketId: prefixed('ticket', id()).describe('The ticket it belongs to.'),
  userId: prefixed('user', id()).describe('Who has written it.'),
  content: z.string().describe('What was written.'),
  isStaff: z.boolean().describe('It is from staff, and not from whoever asked.'),
  createdAt: time().describe('When it was written.'),
  user: ShopUser.describe('The same person, by name.'),
})
export type TicketMessage = z.output<typeof TicketMessage>

/** A question to staff. */
export const Ticket = z.object({
  id: prefixed('ticket', id()),
  userId: prefixed('user', id()).describe('Who has asked.'),
  subject: z.string().describe('What it is about, in a line.'),
  content: z.string().describe('What was asked: also the first message.'),
  status: z
    .enum(TICKET_STATUSES)
    .describe('How far staff are with it; messages to one that is RESOLVED or CLOSED are refused.'),
  priority: z.enum(TICKET_PRIORITIES).describe('How urgent whoever asked, or staff, say it is.'),
  category: z.string().describe('What it is filed under, in the words of whoever asked.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
  resolvedAt: time().nullable().describe('Since when it is resolved or closed.'),
  user: ShopUser.describe('Who has asked, by name.'),
  assigneeId: prefixed('user', id()).nullable().describe('The member of staff who looks after it.'),
})
export type Ticket = z.output<typeof Ticket>

/** A ticket in a list, with its latest message. */
export const ListedTicket = Ticket.extend({
  messages: z.array(TicketMessage).max(1).describe('The latest one.'),
})
export type ListedTicket = z.output<typeof ListedTicket>

/** A ticket with its messages, oldest first. */
export const TicketPage = Ticket.extend({
  messages: z.array(TicketMessage).max(100).describe('The first 100, oldest first.'),
  moreMessages: z
    .string()
    .optional()
    .describe('Where there are more than 100 messages: the `cursor` at which their list goes on.'),
})
export type TicketPage = z.output<typeof TicketPage>

/** As document 3 shows it once it is made. */
export const NewTicketInDocument3 = Ticket.omit({ resolvedAt: true, user: true, assigneeId: true })

const asked = Ticket.omit({ user: true, assigneeId: true })
const latest = TicketMessage.omit({ ticketId: true, userId: true })

/** As document 3 has it in a list. */
export const ListedTicketInDocument3 = asked.extend({
  messages: z.array(latest).describe('The latest one.'),
})

/** The same for staff, who need to know whose it is. */
export const StaffTicketInDocument3 = Ticket.extend({
  messages: z.array(latest).describe('The latest one.'),
})

/** As document 3 has it alone. */
export const TicketPageInDocument3 = asked.extend({
  messages: z.array(TicketMessage).describe('The first 100, oldest first.'),
  moreMessages: TicketPage.shape.moreMessages,
})

/** One of some words in capitals, in any case. */
function inAnyCase<const Words extends readonly [string, ...string[]]>(words: Words) {
  const rule = `must be one of ${words.join(', ')}`
  return z
    .string(rule)
    .transform((word) => word.trim().toUpperCase())
    .pipe(z.enum(words, rule))
}

export const ticketStatus = () =>
  inAnyCase(TICKET_STATUSES).describe('Where it stands; in either case.')
export const ticketPriority = () =>
  inAnyCase(TICKET_PRIORITIES).describe('How urgent it is; in either case.')

/** The same to look for; `All`, in any case, is every one. */
export function wordFilter<T extends z.ZodType<unknown, string>>(word: T) {
  return z
    .string()
    .transform((given) => (/^\s*(all)?\s*$/i.test(given) ? undefined : given))
    .pipe(word.optional())
    .optional()
    .describe('In any case. `All` finds everything.')
}

/** What somebody asks. */
export const NewTicket = z.object({
  subject: line(1, 200).describe('What it is about, in a line.'),
  content: text(1, 5000).describe('The question.'),
  priority: ticketPriority().default('MEDIUM'),
  category: category(),
})
export type NewTicket = z.output<typeof NewTicket>

/** Something that happened to a ticket, with the ticket as it stood then. */
export const TicketEvent = z.object({
  type: z.enum(['ticket.opened', 'ticket.changed']).describe('Whether it is new.'),
  at: happenedAt(),
  ticket: Ticket.describe('The ticket as it stood then.'),
})
export type TicketEvent = z.output<typeof TicketEvent>

/** A message about a ticket. */
export const TicketMessageEvent = z.object({
  type: z.literal('ticket.message').describe('That something was written.'),
  at: happenedAt(),
  message: TicketMessage.describe('What was written.'),
})
export type TicketMessageEvent = z.output<typeof TicketMessageEvent>

/** Anything that happens to tickets. */
export const SupportEvent = z.discriminatedUnion('type', [TicketEvent, TicketMessageEvent])
export type SupportEvent = z.output<typeof SupportEvent>
