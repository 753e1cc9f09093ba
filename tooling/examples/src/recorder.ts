import { contract, type Dialect, type ErrorCode } from '@souk/contract'
import { type Operation, operationsOf } from '@souk/rest-door/operations'
import type { RecordedCall, RecordedRefusal, RecordedRefusals } from '@souk/rest-door/recorded'
import { refusalsOf } from '@souk/rest-door/refusals'
import { passTime } from '@souk/server/testing/jobs'
import type { TestSouk } from '@souk/server/testing/test-souk'
import { type Answered, type Asked, ask, type SentFile } from './ask.ts'

/** What a request carries, under the document's names. */
export interface Given {
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly file?: SentFile
}

/** A request that was well answered. */
export interface Base {
  readonly operation: Operation
  readonly given: Given
  readonly token: string | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: the story looks into answers of every shape
type Shown = any

/** Somebody, as far as they call operations. */
export interface Actor {
  /** @returns what was shown, without its envelope */
  does(id: string, summary: string, given?: Given): Promise<Shown>
  /** The same, and nobody is told. */
  quietly(id: string, given?: Given): Promise<Shown>
  isRefused(id: string, code: ErrorCode, summary: string, given?: Given): Promise<void>
}

/** Calls operations, and remembers what is worth showing. */
export interface Recorder {
  /** Every operation that is documented. */
  readonly operations: readonly Operation[]
  as(token: string | undefined): Actor
  mayRefuse(id: string, code: ErrorCode): boolean
  /** The first request of an operation that was well answered. */
  baseOf(operation: Operation): Base
  send(operation: Operation, given: Given, more?: Partial<Asked>): Promise<Answered>
  keepRefusal(operation: Operation, code: ErrorCode, refusal: RecordedRefusal): void
  hasRefused(operation: Operation, code: ErrorCode): boolean
  callsOf(operation: Operation): readonly RecordedCall[]
  refusalsOf(operation: Operation): RecordedRefusals
  /** What is said in the same words at every operation. */
  common(): Readonly<Partial<Record<Dialect, RecordedRefusals>>>
}

/** Milliseconds that pass before each call. */
export const STEP = 1000

/** What may be said of no operation in particular. */
const COMMON: readonly ErrorCode[] = [
  'MALFORMED_REQUEST',
  'AUTHENTICATION_REQUIRED',
  'INVALID_TOKEN',
  'TWO_FACTOR_REQUIRED',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_KEY_REUSED',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'INTERNAL_ERROR',
]

type Refusals = Partial<Record<ErrorCode, RecordedRefusal>>

export function createRecorder(souk: Pick<TestSouk, 'url' | 'sql'>, time: { now: Date }): Recorder {
  const operations = operationsOf(contract)
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const calls = new Map(operations.map(({ id }): [string, RecordedCall[]] => [id, []]))
  const refusals = new Map(operations.map(({ id }): [string, Refusals] => [id, {}]))
  const common: Partial<Record<Dialect, Refusals>> = {}
  const refused = new Set<string>()
  const bases = new Map<string, Base>()

  const found = (id: string): Operation => {
    const operation = byId.get(id)
    if (!operation) throw new Error(`there is no operation ${id}`)
    return operation
  }
  const send: Recorder['send'] = (operation, given, more) =>
    ask(souk.url, { ...requestOf(operation, given), ...more })

  function keepRefusal({ id, rest }: Operation, code: ErrorCode, refusal: RecordedRefusal): void {
    refused.add(`${id} ${code}`)
    const own = refusals.get(id) as Refusals
    const shared = common[rest.dialect] ?? {}
    common[rest.dialect] = shared
    const { summary, answer } = refusal
    if (COMMON.includes(code)) shared[code] ??= { summary, answer }
    const isShared = JSON.stringify(shared[code]?.answer) === JSON.stringify(answer)
    if (!isShared) own[code] ??= refusal
  }

  function as(token: string | undefined): Actor {
    async function asks(id: string, given: Given) {
      const operation = found(id)
      await passTime(souk, time, STEP)
      const { procedure } = operation
      const answered = await send(operation, given, procedure.access === 'public' ? {} : { token })
      return { operation, answered }
    }
    async function succeeds(id: string, given: Given) {
      const { operation, answered } = await asks(id, given)
      if (!successesOf(operation).includes(answered.status)) throw unexpected(id, answered)
      return { operation, answered }
    }
    return {
      async does(id, summary, given = {}) {
        const { operation, answered } = await succeeds(id, given)
        // What a GET is with a body can be refused in more ways.
        if (!bases.has(id) || (operation.withBody && given.body))
          bases.set(id, { operation, given, token })
        const { status, body } = answered
        const answer = operation.fileTypes ? undefined : body
        calls.get(id)?.push({
          summary,
          ...recordedRequest(given),
          status,
          ...(answer !== undefined && { answer }),
        })
        return shownIn(operation, answered)
      },
      async quietly(id, given = {}) {
        const { operation, answered } = await succeeds(id, given)
        return shownIn(operation, answered)
      },
      async isRefused(id, code, summary, given = {}) {
        const { operation, answered } = await asks(id, given)
        if (!isRefusal(operation, code, answered)) throw unexpected(`${id} ${code}`, answered)
        const refusal = { summary, ...recordedRequest(given), answer: answered.body }
        if (refused.has(`${id} ${code}`)) throw new Error(`${id} was refused with ${code} before`)
        keepRefusal(operation, code, refusal)
      },
    }
  }

  return {
    operations,
    as,
    mayRefuse: (id, code) => refusalsOf(found(id)).includes(code),
    send,
    keepRefusal,
    baseOf(operation) {
      const base = bases.get(operation.id)
      if (!base) throw new Error(`nobody has called ${operation.id}`)
      return base
    },
    hasRefused: ({ id }, code) => refused.has(`${id} ${code}`),
    callsOf: ({ id }) => calls.get(id) ?? [],
    refusalsOf: ({ id }) => refusals.get(id) ?? {},
    common: () => common,
  }
}

/** Whether an answer refuses for this reason, as far as the dialect tells. */
export function isRefusal(
  { rest, dialect }: Operation,
  code: ErrorCode,
  { status, body }: Answered,
): boolean {
  if (status !== dialect.statuses[code]) return false
  const said = (body as { code?: string } | undefined)?.code
  return rest.dialect !== 'plain' || said === code
}

function successesOf({ rest, withBody }: Operation): number[] {
  const own = rest.status ?? 200
  return [own, ...(rest.isThereAlready ? [200] : []), ...(withBody ? successesOf(withBody) : [])]
}

function unexpected(what: string, { status, body }: Answered): Error {
  return new Error(`${what} was answered ${status}: ${JSON.stringify(body)}`)
}

function requestOf({ rest }: Operation, { path = {}, query = {}, body, file }: Given): Asked {
  const filled = rest.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (path[name] === undefined) throw new Error(`${rest.path} is asked without ${name}`)
    return encodeURIComponent(String(path[name]))
  })
  const search = new URLSearchParams(texts(query)).toString()
  return { method: rest.method, path: search ? `${filled}?${search}` : filled, body, file }
}

const texts = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

function recordedRequest({ path, query, body, file }: Given) {
  return {
    ...(path && { path: texts(path) }),
    ...(query && { query: texts(query) }),
    ...(body && { body }),
    ...(file && { body: { file: file.name } }),
  }
}

function shownIn({ rest }: Operation, { body, cookie }: Answered): Shown {
  const envelope = body as { entity?: unknown; data?: unknown } | undefined
  const shown = rest.bare
    ? body
    : rest.dialect === 'entity'
      ? envelope?.entity
      : rest.dialect === 'data'
        ? envelope?.data
        : body
  return cookie === undefined ? shown : { ...(shown as object), cookie }
}
