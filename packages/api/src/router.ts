import { authRouter } from './auth.router.ts'
import { meRouter } from './me.router.ts'
import { tradesRouter } from './trades.router.ts'
import { t } from './trpc.ts'

/** Every procedure of the contract, implemented. Its client-side type is made from the contract. */
export const appRouter = t.router({
  auth: authRouter,
  me: meRouter,
  trades: tradesRouter,
})
