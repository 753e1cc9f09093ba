import { staffTickets, userStream } from '@souk/core'
import type { Namespace } from '../namespace.ts'
import { said } from './said.ts'

/** Document 3: what happens to somebody's orders, escrows and tickets, and what they are notified of. */
export const shop: Namespace = {
  name: '/',
  refusal: 'Authentication failed',
  authenticateWithin: 10_000,
  streamsOf({ userId, kind }) {
    const own = userStream(userId)
    return kind === 'staff' ? [own, staffTickets] : [own]
  },
  show: said,
}
