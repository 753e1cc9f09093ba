import { type ContractNode, type Procedure, procedures } from '@souk/contract'
import type { Ctx, Watched } from '@souk/core'
import type { z } from 'zod'
import { createOperation, type LooseVerb, type Operation } from './operation.ts'

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

/** Ties each procedure of a contract branch to the verb that implements it. */
export function implement<const Node extends ContractNode>(
  branch: string,
  node: Node,
  verbs: Verbs<Node>,
): Operation[] {
  return [...procedures(node)].map(({ path, procedure }) =>
    createOperation(`${branch}.${path}`, procedure, verbAt(verbs, path)),
  )
}

function verbAt(verbs: object, path: string): LooseVerb {
  const found = path
    .split('.')
    .reduce<unknown>((node, name) => (node as Verbs<object>)[name as never], verbs)
  return found as LooseVerb
}
