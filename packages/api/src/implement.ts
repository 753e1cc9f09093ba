import { type ContractNode, isProcedure, type Procedure } from '@souk/contract'
import type { Ctx, Watched } from '@souk/core'
import type { AnyTRPCRouter, TRPCRouterRecord } from '@trpc/server'
import type { z } from 'zod'
import { type LooseVerb, procedureOf } from './procedure-of.ts'
import { t } from './trpc.ts'

/** A core verb that does what a contract procedure says. */
type Verb<P> =
  P extends Procedure<'subscription', infer Input, infer Event>
    ? (
        ctx: Ctx,
        input: z.output<Input>,
        signal: AbortSignal,
      ) => AsyncIterable<Watched<z.input<Event>>>
    : P extends Procedure<'query' | 'mutation', infer Input, infer Output>
      ? (ctx: Ctx, input: z.output<Input>) => Promise<z.input<Output>>
      : never

/** One core verb for each procedure of a contract branch. */
export type Verbs<Node> = {
  readonly [Name in keyof Node]: Node[Name] extends Procedure ? Verb<Node[Name]> : Verbs<Node[Name]>
}

/** Makes the tRPC router of a contract branch from the verbs that implement it. */
export function implement<const Node extends ContractNode>(
  branch: string,
  node: Node,
  verbs: Verbs<Node>,
): AnyTRPCRouter {
  return t.router(recordOf(branch, node, verbs as LooseVerbs))
}

interface LooseVerbs {
  readonly [name: string]: LooseVerb | LooseVerbs
}

function recordOf(prefix: string, node: ContractNode, verbs: LooseVerbs): TRPCRouterRecord {
  const entries = Object.entries(node).map(([name, child]) => {
    const path = `${prefix}.${name}`
    const verb = verbs[name]
    return [
      name,
      isProcedure(child)
        ? procedureOf(path, child, verb as LooseVerb)
        : recordOf(path, child, verb as LooseVerbs),
    ]
  })
  return Object.fromEntries(entries)
}
