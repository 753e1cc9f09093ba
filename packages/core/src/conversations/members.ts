import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import type { Mark } from './mark-read.ts'

/** Whom a conversation concerns, and how far they have come in it. */
export interface Member extends Mark {
  readonly userId: number
}

const selectMembers = statement<Member>(
  'conversation-members',
  `select user_id as "userId", read_up_to as "readUpTo", delivered_up_to as "deliveredUpTo", unread
     from conversation_members where conversation = $1 order by user_id`,
)

/** The members of a conversation; none before its first message. Nothing asks who wants to know. */
export function membersOf(ctx: Ctx, conversation: string): Promise<Member[]> {
  return ctx.db.query(selectMembers, [conversation])
}
