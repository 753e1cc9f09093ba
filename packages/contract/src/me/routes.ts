import { z } from 'zod'
import { subscription } from '../define.ts'
import { lastEventId } from '../fields.ts'
import { UserEvent } from '../resources.ts'

/** What concerns the caller, across all domains. */
export const me = {
  events: subscription({
    access: 'user',
    summary: 'Watch everything that concerns the caller',
    input: z.object({ lastEventId: lastEventId() }),
    output: UserEvent,
  }),
}
