import { z } from 'zod'

/** What an event is acknowledged with that nothing more is told of. */
export const Acknowledgement = z.discriminatedUnion('success', [
  z.object({ success: z.literal(true) }),
  z.object({ success: z.literal(false), error: z.string() }),
])
export type Acknowledgement = z.output<typeof Acknowledgement>

/** What the `error` event carries: a refusal that no acknowledgement has told. */
export const Refused = z.object({ message: z.string() })
