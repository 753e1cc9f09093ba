import { z } from 'zod'
import { subscription } from '../define.ts'
import { lastEventId } from '../fields.ts'
import { UserEvent } from '../resources.ts'

/** What concerns the caller, across all domains. */
export const me = {
  events: subscription({
    access: 'user',
    summary: 'Watch everything that concerns the caller',
    description:
      'What the streams of trades, the market, the wallet, orders, escrow, tickets, notifications and webhooks tell, in one stream and one order. Chats between two users and rooms have streams of their own.',
    input: z.object({ lastEventId: lastEventId() }),
    output: UserEvent,
  }),
}
