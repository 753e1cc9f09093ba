import type { Kind } from '@souk/contract'
import { type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server'
import type { ApiContext } from './context.ts'
import { toSoukError } from './errors.ts'

export interface Call {
  /** The procedure's dotted path in the contract. */
  readonly path: string
  readonly kind: Kind
  readonly input: unknown
  readonly ctx: ApiContext
}

/**
 * Calls a procedure by its path, as the doors that do not speak tRPC do.
 * @throws SoukError, and nothing else
 */
export async function callProcedure(
  router: AnyTRPCRouter,
  { path, kind, input, ctx }: Call,
): Promise<unknown> {
  try {
    return await callTRPCProcedure({
      router,
      path,
      type: kind,
      ctx,
      getRawInput: async () => input,
      signal: undefined,
      batchIndex: 0,
    })
  } catch (error) {
    throw toSoukError(error)
  }
}
