import type { ContractNode, ErrorCode, FieldError } from '@souk/contract'
import { fileTypesOf, isProcedure } from '@souk/contract'
import { initTRPC, type TRPCDefaultErrorShape, type TRPCRouterRecord, tracked } from '@trpc/server'
import type { ApiContext } from './context.ts'
import { toSoukError, toTrpcError } from './errors.ts'
import { filesComeAlone } from './files/file-response.ts'
import { contextInBatch } from './idempotency-key.ts'
import type { Operation } from './operation.ts'

/** What a tRPC client sees of a refusal, beside tRPC's own fields. */
export interface SoukErrorData {
  readonly soukCode: ErrorCode
  readonly fields: readonly FieldError[]
  readonly retryAfter?: number
}

export type SoukErrorShape = TRPCDefaultErrorShape & {
  readonly data: TRPCDefaultErrorShape['data'] & SoukErrorData
}

const t = initTRPC.context<ApiContext>().create({
  errorFormatter({ shape, error }): SoukErrorShape {
    const { code: soukCode, fields, message, retryAfter } = toSoukError(error)
    const { stack: _, ...data } = shape.data
    const extra = retryAfter === undefined ? {} : { retryAfter }
    return { ...shape, message, data: { ...data, soukCode, fields, ...extra } }
  },
})

/** The tRPC router of a contract: its shape from the contract, its work from the operations. */
export function createRouter(contract: ContractNode, operations: ReadonlyMap<string, Operation>) {
  return t.router(recordOf('', contract, operations))
}

function recordOf(
  prefix: string,
  node: ContractNode,
  operations: ReadonlyMap<string, Operation>,
): TRPCRouterRecord {
  const entries = Object.entries(node).map(([name, child]) => {
    const path = `${prefix}${name}`
    if (!isProcedure(child)) return [name, recordOf(`${path}.`, child, operations)]
    const operation = operations.get(path)
    if (!operation) throw new Error(`${path} is declared and not implemented`)
    return [name, procedureOf(operation)]
  })
  return Object.fromEntries(entries)
}

function procedureOf(operation: Operation) {
  // The operation checks its input itself, after access; here it only passes through.
  const procedure = t.procedure.input((given: unknown) => given)
  const call = async ({ ctx, input, batchIndex }: Called) => {
    try {
      // This way leads to JSON alone.
      if (fileTypesOf(operation.declared)) throw filesComeAlone()
      return await operation.call(contextInBatch(ctx, batchIndex ?? 0), input)
    } catch (error) {
      throw toTrpcError(toSoukError(error))
    }
  }
  switch (operation.declared.kind) {
    case 'query':
      return procedure.query(call)
    case 'mutation':
      return procedure.mutation(call)
    case 'subscription':
      return procedure.subscription(async function* ({ ctx, input, signal = NEVER }) {
        try {
          // Only tracked events: a single untracked one would make clients forget where they were.
          for await (const { id, event } of operation.stream(ctx, input, signal)) {
            yield tracked(String(id), event ?? null)
          }
        } catch (error) {
          throw toTrpcError(toSoukError(error))
        }
      })
  }
}

interface Called {
  readonly ctx: ApiContext
  readonly input: unknown
  readonly batchIndex?: number
}

const NEVER = new AbortController().signal
