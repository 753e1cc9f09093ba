import type { SoukError } from '@souk/contract'
import { staffTickets, userStream } from '@souk/core'
import { z } from 'zod'
import { CLOSE, closingFor } from '../../close-codes.ts'
import { clientEvent } from '../client-event.ts'
import type { Namespace } from '../namespace.ts'
import { said } from './said.ts'

const refusal = 'Authentication failed'

/** Document 3: what happens to somebody's orders, escrows and tickets, and what they are notified of. */
export const shop: Namespace = {
  name: '/',
  refusal,
  authenticateWithin: 10_000,
  streamsOf({ userId, kind }) {
    const own = userStream(userId)
    return kind === 'staff' ? [own, staffTickets] : [own]
  },
  show: said,
  events: {
    authenticate: clientEvent({
      payload: z.unknown(),
      isForStrangers: true,
      async handle(visit, shown) {
        await visit.authenticate(shown)
        return undefined
      },
    }),
  },
  tellsTwice: false,
  inWords: (error: SoukError) =>
    closingFor(error)[0] === CLOSE.UNAUTHORIZED ? refusal : error.message,
}
