import { z } from 'zod'

/** What an event is acknowledged with that nothing more is told of. */
export const Acknowledgement = z.discriminatedUnion('success', [
  z.object({ success: z.literal(true) }),
  z.object({ success: z.literal(false), error: z.string() }),
])
export type Acknowledgement = z.output<typeof Acknowledgement>

/** The same where more is told; a refusal names what it refuses, if its sender has named that. */
export const acknowledging = <Shape extends z.core.$ZodLooseShape>(more: Shape) =>
  z.discriminatedUnion('success', [
    z.object({ success: z.literal(true), ...more }),
    z.object({ success: z.literal(false), error: z.string(), client_id: z.string().optional() }),
  ])

/** What the `error` event carries: a refusal that no acknowledgement has told. */
export const Refused = z.object({ message: z.string() })
