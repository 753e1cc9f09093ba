import type { Contract } from '@souk/contract'
import { authRouter } from './auth.router.ts'
import type { RouterOf } from './implement.ts'
import { tradesRouter } from './trades.router.ts'
import { t } from './trpc.ts'

/** Every procedure of the contract, implemented. */
export type AppRouter = RouterOf<Contract>

export const appRouter = t.router({
  auth: authRouter,
  trades: tradesRouter,
}) as unknown as AppRouter
