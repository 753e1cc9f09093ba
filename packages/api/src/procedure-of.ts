import { type Procedure, SoukError } from '@souk/contract'
import { type Ctx, runOnce, type Watched } from '@souk/core'
import { tracked } from '@trpc/server'
import { callerFieldsOf, refuseOtherNames } from './caller-fields.ts'
import type { ApiContext } from './context.ts'
import { checkedKey } from './context-factory.ts'
import { procedureFor } from './trpc.ts'

/** Subscriptions a connection may have open at a time. */
export const MAX_SUBSCRIPTIONS = 50

/** A verb whose types the contract has already checked. */
export type LooseVerb = (ctx: Ctx, input: unknown, signal: AbortSignal) => unknown

/** The tRPC procedure of one declaration. */
export function procedureOf(path: string, declared: Procedure, verb: LooseVerb) {
  const { access, kind, input, output } = declared
  const given = input.safeParse({}).success ? input.prefault({}) : input
  const procedure = procedureFor(access, kind).input(given)
  const never = new AbortController().signal

  if (kind === 'query') {
    return procedure.output(output).query(({ ctx, input }) => verb(ctx.verb, input, never))
  }
  if (kind === 'subscription') {
    return procedure.subscription(async function* ({ ctx, input, signal = never }) {
      const watched = verb(ctx.verb, input, signal) as AsyncIterable<Watched<unknown>>
      const leave = takeSeat(ctx)
      try {
        // Only tracked events: a single untracked one would make clients forget where they were.
        for await (const { id, event } of watched) yield tracked(String(id), output.parse(event))
      } finally {
        leave()
      }
    })
  }
  const named = callerFieldsOf(input)
  return procedure.output(output).mutation(({ ctx, input }) => {
    refuseOtherNames(ctx.verb, named, input)
    return once(ctx, `${path} ${JSON.stringify(input)}`, (tx) => verb(tx, input, never))
  })
}

/** Counts a subscription on its socket. @returns how to give the place back. */
function takeSeat({ socket }: ApiContext): () => void {
  if (!socket) return () => {}
  if (socket.subscriptions >= MAX_SUBSCRIPTIONS) {
    throw new SoukError('RATE_LIMITED', `At most ${MAX_SUBSCRIPTIONS} subscriptions a connection`)
  }
  socket.subscriptions += 1
  return () => {
    socket.subscriptions -= 1
  }
}

/** Does the work, under the request's Idempotency-Key if it has one. */
async function once(
  { idempotencyKey, outcome, verb: ctx }: ApiContext & { verb: Ctx },
  request: string,
  work: (ctx: Ctx) => unknown,
): Promise<unknown> {
  const key = checkedKey(idempotencyKey)
  if (key === undefined) return work(ctx)
  const { answer, replayed } = await runOnce(ctx, { key, request }, async (tx) => work(tx))
  outcome.replayed = replayed
  return answer
}
