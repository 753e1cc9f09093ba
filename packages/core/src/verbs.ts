import type { ContractNode, Procedure } from '@souk/contract'
import type { z } from 'zod'
import type { Ctx } from './context.ts'
import type { Watched } from './events/watch.ts'
import type { MakeRoom, Prepared } from './prepared.ts'
import type { Grouped } from './together.ts'

/** A verb that does what a contract procedure says. */
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

/** One verb for each procedure of a contract branch. */
export type Verbs<Node extends ContractNode> = {
  readonly [Name in keyof Node]: Node[Name] extends Procedure
    ? Verb<Node[Name]>
    : Node[Name] extends ContractNode
      ? Verbs<Node[Name]>
      : never
}

/** Verbs at their places in the contract, their types checked where they were put there. */
export interface VerbTree {
  readonly [name: string]: LooseVerb | VerbTree
}
export type LooseVerb = ((ctx: Ctx, input: never, signal: AbortSignal) => unknown) &
  Partial<Pick<Prepared<never, unknown>, 'prepare'>> &
  Partial<Pick<Grouped<never, unknown>, 'together'>> & { readonly makeRoom?: MakeRoom }

type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (
  i: infer I,
) => void
  ? I
  : never

/**
 * Trees in one.
 * @throws Error when two of them have a verb at the same place
 */
export function mergedVerbs<const Trees extends readonly VerbTree[]>(
  trees: Trees,
): UnionToIntersection<Trees[number]> {
  return trees.reduce<VerbTree>(merged, {}) as UnionToIntersection<Trees[number]>
}

function merged(tree: VerbTree, other: VerbTree): VerbTree {
  const both = Object.entries(other).map(([name, node]) => {
    const known = tree[name]
    if (known === undefined) return [name, node]
    if (typeof known === 'function' || typeof node === 'function') {
      throw new Error(`two domains bring a verb for ${name}`)
    }
    return [name, merged(known, node)]
  })
  return { ...tree, ...Object.fromEntries(both) }
}
