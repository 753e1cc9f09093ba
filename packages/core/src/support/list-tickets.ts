import type { ListedTicket, Page, TicketPriority, TicketStatus } from '@souk/contract'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '@souk/contract'
import { categoryKey } from '../category-leads.ts'
import { each, type Given, valueByValue, where } from '../conditions.ts'
import { type Ctx, signedIn } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { type ListedTicketRow, listedTicketOf } from './ticket-of.ts'

export interface TicketFilter extends Paging {
  readonly status?: TicketStatus | undefined
  readonly category?: string | undefined
}

export interface StaffTicketFilter extends TicketFilter {
  readonly priority?: TicketPriority | undefined
  readonly assigneeId?: number | undefined
  readonly userId?: number | undefined
}

const SHOW = `v.*, latest.messages
    from page join ticket_view v on v.id = page.id, lateral (
      select coalesce(jsonb_agg(to_jsonb(m) - 'conversation'), '[]') as messages from (
        select * from message_view where conversation = 'ticket:' || v.id
         order by id desc limit 1) m) latest`

const FILTERS = {
  status: 'status = $status',
  category: 'lead = $category',
  priority: 'priority = $priority',
  assigneeId: 'assignee_id = $assigneeId',
  userId: 'user_id = $userId',
}

type Filters = Given<keyof typeof FILTERS>

const BY_STATUS = { status: each('status', TICKET_STATUSES) }
const BY_STATE = { ...BY_STATUS, priority: each('priority', TICKET_PRIORITIES) }

/**
 * By the index that has least to pass over; what is left is looked at row by row. A category is found in a
 * table of its own, which knows whose tickets those are and how they stand.
 */
function branchesOf(given: Filters): string[] {
  const { status: _, ...others } = given
  const { category, userId, assigneeId } = given
  const select = category ? 'select ticket_id as id from ticket_leads' : 'select id from tickets'
  if (userId && !category) return [`${select} ${where(given)}`]
  if (userId || assigneeId) {
    return valueByValue(given, BY_STATUS).map((fits) => `${select} ${where(others, fits)}`)
  }
  if (Object.keys(given).length === 0) return [select]
  const lead = category ? [category] : []
  return valueByValue(given, BY_STATE).map((fits) => `${select} ${where({}, ...lead, fits)}`)
}

const tickets = pagedList<ListedTicketRow, keyof typeof FILTERS>('tickets', FILTERS, (given) => ({
  branches: branchesOf(given),
  order: ['id desc'],
  show: SHOW,
}))

/** Everybody's tickets, newest first, each with its latest message. */
export function listAllTickets(
  ctx: Ctx,
  { page, perPage, cursor, category, ...filter }: StaffTicketFilter,
): Promise<Page<ListedTicket>> {
  const { status, priority, assigneeId, userId } = filter
  const values = { status, category: category && categoryKey(category), priority, assigneeId }
  return readPage(ctx, tickets, { ...values, userId }, { page, perPage, cursor }, listedTicketOf)
}

/** The caller's. */
export function listTickets(ctx: Ctx, filter: TicketFilter): Promise<Page<ListedTicket>> {
  return listAllTickets(ctx, { ...filter, userId: signedIn(ctx).userId })
}
