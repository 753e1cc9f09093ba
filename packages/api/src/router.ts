import { contract } from '@souk/contract'
import { authRouter } from './auth.router.ts'
import { marketRouter } from './market.router.ts'
import { meRouter } from './me.router.ts'
import type { Operation } from './operation.ts'
import { staffRouter } from './staff.router.ts'
import { tradesRouter } from './trades.router.ts'
import { createRouter } from './trpc.ts'
import { walletRouter } from './wallet.router.ts'

/** Every procedure of the contract, implemented, by its path: what the doors call. */
export const operations: ReadonlyMap<string, Operation> = byPath([
  ...authRouter,
  ...marketRouter,
  ...meRouter,
  ...staffRouter,
  ...tradesRouter,
  ...walletRouter,
])

/** The same as a tRPC router. Its client-side type is made from the contract. */
export const appRouter = createRouter(contract, operations)

/** Operations by their dotted path. */
export function byPath(list: readonly Operation[]): Map<string, Operation> {
  return new Map(list.map((operation) => [operation.path, operation]))
}
