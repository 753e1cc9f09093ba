import { getTRPCErrorShape, type TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { ApiContext } from './context.ts'
import { toSoukError, toTrpcError } from './errors.ts'
import { keyedFor } from './idempotency-key.ts'
import type { Operation } from './operation.ts'
import { appRouter, operations } from './router.ts'

/** The calls of one HTTP request, all of them understood. */
export interface TrpcCalls {
  readonly isBatch: boolean
  readonly calls: readonly { readonly operation: Operation; readonly input: unknown }[]
}

/** What a request says of its calls: names from the path, inputs as JSON text. */
export interface TrpcRequest {
  readonly kind: 'query' | 'mutation'
  readonly names: string
  readonly isBatch: boolean
  readonly inputs: string | undefined
}

/**
 * Understands a plain tRPC request: known procedures, called by their own method, with JSON for
 * input. Whatever else there may be is left to tRPC's adapter, which knows how to refuse it.
 */
export function understand(request: TrpcRequest, most: number): TrpcCalls | undefined {
  const { kind, isBatch } = request
  const names = isBatch ? request.names.split(',') : [request.names]
  const inputs = parseInputs(request.inputs)
  if (names.length > most || inputs === UNREADABLE) return undefined
  if (isBatch && (typeof inputs !== 'object' || inputs === null)) return undefined
  const calls = []
  for (const [i, name] of names.entries()) {
    const operation = operations.get(name)
    if (operation?.declared.kind !== kind) return undefined
    calls.push({ operation, input: isBatch ? (inputs as Record<string, unknown>)[i] : inputs })
  }
  return { isBatch, calls }
}

const UNREADABLE = Symbol('unreadable')

function parseInputs(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return UNREADABLE
  }
}

export interface TrpcAnswer {
  readonly status: number
  readonly body: unknown
  readonly errors: readonly TRPCError[]
}

/** Makes the calls, at the same time, and answers in tRPC's own envelope. */
export async function makeCalls(
  { isBatch, calls }: TrpcCalls,
  ctx: ApiContext,
): Promise<TrpcAnswer> {
  const answers = await Promise.all(
    calls.map(({ operation, input }, i) => makeCall(operation, input, keyedFor(ctx, i))),
  )
  const errors = answers.flatMap(({ error }) => error ?? [])
  const statuses = new Set(answers.map(({ status }) => status))
  const [status = 200] = statuses
  const bodies = answers.map(({ body }) => body)
  return {
    status: statuses.size > 1 ? 207 : status,
    body: isBatch ? bodies : bodies[0],
    errors,
  }
}

interface Answered {
  readonly status: number
  readonly body: unknown
  readonly error?: TRPCError
}

async function makeCall(operation: Operation, input: unknown, ctx: ApiContext): Promise<Answered> {
  try {
    return { status: 200, body: { result: { data: await operation.call(ctx, input) } } }
  } catch (thrown) {
    const error = toTrpcError(toSoukError(thrown))
    const { path, declared } = operation
    const config = appRouter._def._config
    const shape = getTRPCErrorShape({ config, error, type: declared.kind, path, input, ctx })
    return { status: getHTTPStatusCodeFromError(error), body: { error: shape }, error }
  }
}
