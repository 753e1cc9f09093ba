import { z } from 'zod'
import { category, id, line, prefixed, text, time } from '../fields.ts'
import { ShopUser } from '../shop/seller.ts'

export const TICKET_STATUSES = ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

export const TICKET_PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const
export type TicketPriority = (typeof TICKET_PRIORITIES)[number]

/** A message about a ticket, from whoever asked or from staff. */
export const TicketMessage = z.object({
  id: prefixed('msg', id()),
  ticketId: prefixed('ticket', id()),
  userId: prefixed('user', id()),
  content: z.string(),
  isStaff: z.boolean().describe('It is from staff, and not from whoever asked.'),
  createdAt: time(),
  user: ShopUser,
})
export type TicketMessage = z.output<typeof TicketMessage>

/** A question to staff. */
export const Ticket = z.object({
  id: prefixed('ticket', id()),
  userId: prefixed('user', id()),
  subject: z.string(),
  content: z.string().describe('What was asked: also the first message.'),
  status: z.enum(TICKET_STATUSES),
  priority: z.enum(TICKET_PRIORITIES),
  category: z.string(),
  createdAt: time(),
  updatedAt: time(),
  resolvedAt: time().nullable().describe('Since when it is resolved or closed.'),
  user: ShopUser,
  assigneeId: prefixed('user', id()).nullable().describe('The member of staff who looks after it.'),
})
export type Ticket = z.output<typeof Ticket>

/** A ticket in a list, with its latest message. */
export const ListedTicket = Ticket.extend({ messages: z.array(TicketMessage).max(1) })
export type ListedTicket = z.output<typeof ListedTicket>

/** A ticket with its messages, oldest first. */
export const TicketPage = Ticket.extend({
  messages: z.array(TicketMessage).max(100),
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
export const ListedTicketInDocument3 = asked.extend({ messages: z.array(latest) })

/** The same for staff, who need to know whose it is. */
export const StaffTicketInDocument3 = Ticket.extend({ messages: z.array(latest) })

/** As document 3 has it alone. */
export const TicketPageInDocument3 = asked.extend({
  messages: z.array(TicketMessage),
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
  type: z.enum(['ticket.opened', 'ticket.changed']),
  at: time(),
  ticket: Ticket,
})
export type TicketEvent = z.output<typeof TicketEvent>

/** A message about a ticket. */
export const TicketMessageEvent = z.object({
  type: z.literal('ticket.message'),
  at: time(),
  message: TicketMessage,
})
export type TicketMessageEvent = z.output<typeof TicketMessageEvent>

/** Anything that happens to tickets. */
export const SupportEvent = z.discriminatedUnion('type', [TicketEvent, TicketMessageEvent])
export type SupportEvent = z.output<typeof SupportEvent>
