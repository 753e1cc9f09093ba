import { ERROR_CODES, type Procedure } from '@souk/contract'
import { z } from 'zod'

// What tRPC says over a WebSocket, as far as subscriptions go: it writes and reads these frames itself.

const id = z
  .union([z.int(), z.string()])
  .describe('Chosen by the client, once for each subscription.')
const jsonrpc = z.literal('2.0').optional()
const position = z
  .string()
  .regex(/^\d{1,15}$/)
  .describe('The id of an event: where the stream goes on after it.')
const envelope = { id, jsonrpc }

/** The first frame of a client that shows its token so. */
export const ConnectionParams = z.object({
  jsonrpc,
  method: z.literal('connectionParams'),
  data: z.object({ token: z.string() }).nullable(),
})

export const Stop = z.object({ ...envelope, method: z.literal('subscription.stop') })

export const Started = z.object({ ...envelope, result: z.object({ type: z.literal('started') }) })
export const Stopped = z.object({ ...envelope, result: z.object({ type: z.literal('stopped') }) })

export const Refused = z.object({
  id: id.nullable().describe('Null where the frame could not be read.'),
  jsonrpc,
  error: z.object({
    message: z.string(),
    code: z.int().describe('Of JSON-RPC, as tRPC has it.'),
    data: z.object({
      code: z.string().describe('tRPC’s name for it.'),
      httpStatus: z.int(),
      path: z.string().optional(),
      soukCode: z.enum(ERROR_CODES).describe('What Souk calls it: to be looked at by programs.'),
      fields: z.array(
        z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
      ),
      retryAfter: z.number().optional().describe('Seconds to wait.'),
    }),
  }),
})

/** Asks for a stream of events. */
export function subscribing(path: string, { input }: Procedure) {
  const isOptional = input.safeParse({}).success
  return z.object({
    ...envelope,
    method: z.literal('subscription'),
    params: z.object({
      path: z.literal(path),
      input: isOptional ? input.optional() : input,
      lastEventId: position.optional(),
    }),
  })
}

/** Brings one of its events; the first of a stream that goes on after none says only where it begins. */
export function telling({ output }: Procedure) {
  return z.object({
    ...envelope,
    result: z.object({
      type: z.literal('data'),
      id: position,
      data: z.object({
        id: position,
        data: output.nullable().describe('Null only where the stream begins.'),
      }),
    }),
  })
}
