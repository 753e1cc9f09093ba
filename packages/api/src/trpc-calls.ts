import { fileTypesOf, type GivenFile, type Kind, SoukError } from '@souk/contract'
import { getTRPCErrorShape, type TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { type Admission, admission } from './admit.ts'
import type { ApiContext } from './context.ts'
import { toSoukError, toTrpcError } from './errors.ts'
import { filesComeAlone } from './files/file-response.ts'
import { contextInBatch } from './idempotency-key.ts'
import type { Operation } from './operation.ts'
import { parseJson } from './read-json.ts'
import { appRouter, operations } from './router.ts'

/** One call as a request's address names it; nothing is known of its input. */
export interface NamedCall {
  readonly path: string
  /** Undefined when there is no such procedure. */
  readonly operation: Operation | undefined
}

/** The calls that a request names, in their order. */
export interface TrpcCalls {
  readonly isBatch: boolean
  readonly kind: Kind
  readonly calls: readonly NamedCall[]
}

/** Looks up the procedures that a request names. */
export function namedCalls(kind: Kind, names: string, isBatch: boolean): TrpcCalls {
  const paths = isBatch ? names.split(',') : [names]
  const calls = paths.map((path) => ({ path, operation: operations.get(path) }))
  return { isBatch, kind, calls }
}

/** Lets each of the calls in, or not, before anything is read; whatever is called counts. */
export function admitCalls({ calls, kind }: TrpcCalls, ctx: ApiContext): Promise<Admission[]> {
  return Promise.all(
    calls.map(async ({ path, operation }): Promise<Admission> => {
      if (operation?.declared.kind === kind) {
        const { access, quota } = operation.declared
        return admission(ctx, access, kind, quota)
      }
      const counted = await admission(ctx, 'public', kind)
      return 'refused' in counted ? counted : { refused: whyNot(path, operation) }
    }),
  )
}

function whyNot(path: string, operation: Operation | undefined): SoukError {
  if (!operation) return new SoukError('NOT_FOUND', `No procedure found on path "${path}"`)
  const ways = {
    query: 'Use GET',
    mutation: 'Use POST',
    subscription: 'Subscribe over a WebSocket',
  }
  return new SoukError('METHOD_NOT_ALLOWED', ways[operation.declared.kind])
}

/**
 * The input of each call, from JSON text.
 * @throws MALFORMED_REQUEST
 */
export function inputsOf({ isBatch, calls }: TrpcCalls, text: string | undefined): unknown[] {
  const given = text === undefined || text === '' ? undefined : parseJson(text, 'The input')
  if (!isBatch) return [given]
  if (typeof given !== 'object' || given === null) {
    throw new SoukError('MALFORMED_REQUEST', 'The input of a batch must be an object')
  }
  return calls.map((_, i) => (given as Record<string, unknown>)[i])
}

export interface TrpcAnswer {
  readonly status: number
  readonly body: unknown
  readonly errors: readonly TRPCError[]
  /** Instead of a body, for a call that asks for a file. */
  readonly file?: GivenFile | undefined
}

/** Makes the calls that were let in, at the same time, and answers in tRPC's own envelope. */
export async function makeCalls(
  { isBatch, kind, calls }: TrpcCalls,
  inputs: readonly unknown[],
  ctx: ApiContext,
): Promise<TrpcAnswer> {
  const answers = await Promise.all(
    calls.map((call, i) => makeCall(call, { kind, isBatch }, inputs[i], contextInBatch(ctx, i))),
  )
  const errors = answers.flatMap(({ error }) => error ?? [])
  const statuses = new Set(answers.map(({ status }) => status))
  const [status = 200] = statuses
  const bodies = answers.map(({ body }) => body)
  return {
    status: statuses.size > 1 ? 207 : status,
    body: isBatch ? bodies : bodies[0],
    errors,
    file: answers[0]?.file,
  }
}

interface Answered {
  readonly status: number
  readonly body: unknown
  readonly error?: TRPCError
  readonly file?: GivenFile
}

async function makeCall(
  { path, operation }: NamedCall,
  { kind: type, isBatch }: Pick<TrpcCalls, 'kind' | 'isBatch'>,
  input: unknown,
  ctx: ApiContext,
): Promise<Answered> {
  try {
    if (operation && fileTypesOf(operation.declared)) {
      const file = await fileFrom(operation, ctx, input, isBatch)
      return { status: 200, body: undefined, file }
    }
    const data = operation ? await operation.call(ctx, input) : refused(ctx)
    return { status: 200, body: { result: { data } } }
  } catch (thrown) {
    const error = toTrpcError(toSoukError(thrown))
    const config = appRouter._def._config
    const shape = getTRPCErrorShape({ config, error, type, path, input, ctx })
    return { status: getHTTPStatusCodeFromError(error), body: { error: shape }, error }
  }
}

/** A file that is there: what the store has to say against it is said before the answer begins. */
async function fileFrom(
  operation: Operation,
  ctx: ApiContext,
  input: unknown,
  isBatch: boolean,
): Promise<GivenFile> {
  if (isBatch) throw filesComeAlone()
  const file = (await operation.call(ctx, input)) as GivenFile
  const content = await file.open()
  return { ...file, open: async () => content }
}

function refused({ admission }: ApiContext): never {
  throw admission && 'refused' in admission
    ? admission.refused
    : new SoukError('NOT_FOUND', 'No procedure')
}
