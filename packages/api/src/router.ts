import { contract } from '@souk/contract'
import { verbs } from '@souk/core'
import { implement } from './implement.ts'
import type { Operation } from './operation.ts'
import { createRouter } from './trpc.ts'

/** Every procedure of the contract, implemented, by its path: what the doors call. */
export const operations: ReadonlyMap<string, Operation> = byPath(implement(contract, verbs))

/** The same as a tRPC router. Its client-side type is made from the contract. */
export const appRouter = createRouter(contract, operations)

/** Operations by their dotted path. */
function byPath(list: readonly Operation[]): Map<string, Operation> {
  return new Map(list.map((operation) => [operation.path, operation]))
}
