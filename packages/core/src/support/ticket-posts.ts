import { row } from '@souk/database'
import { isStaff, signedIn } from '../context.ts'
import type { Post, PostsKind, PostsRow } from '../conversations/posts.ts'
import { dbFunction } from '../db-function.ts'
import { rulesFor } from '../rules.ts'
import type { AboutTicket } from './ticket-of.ts'
import { ticketRules } from './transitions.ts'

/** A text on its way to a ticket. */
interface TicketPost extends Post {
  readonly ticket: number
}

const PARAMETERS = [
  'tickets',
  'senders',
  'areStaff',
  'addresses',
  'sessions',
  'bodies',
  'when',
  'to',
] as const

/** Messages about any tickets go together. */
export const ticketPosts: PostsKind<TicketPost, AboutTicket, (typeof PARAMETERS)[number]> = {
  fn: dbFunction('post_ticket_messages', PARAMETERS, row<PostsRow<AboutTicket>>()),
  valuesOf: (posts) => ({
    tickets: posts.map(({ ticket }) => ticket),
    senders: posts.map(({ ctx }) => signedIn(ctx).userId),
    areStaff: posts.map(({ ctx }) => isStaff(ctx)),
    addresses: posts.map(({ ctx }) => ctx.address),
    sessions: posts.map(({ ctx }) => signedIn(ctx).sessionId),
    bodies: posts.map(({ body }) => body),
    ...rulesFor(ticketRules('write'), 'to'),
  }),
  atOnce: 2,
}
