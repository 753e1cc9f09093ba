import { type ErrorCode, type FieldError, fieldsRefused, SoukError } from '@souk/contract'
import { isUnavailable } from '@souk/database'
import { TRPCError } from '@trpc/server'

type TrpcCode = TRPCError['code']

/** Our codes in tRPC's words. */
const TRPC_CODES: Record<ErrorCode, TrpcCode> = {
  MALFORMED_REQUEST: 'PARSE_ERROR',
  VALIDATION_FAILED: 'UNPROCESSABLE_CONTENT',
  AUTHENTICATION_REQUIRED: 'UNAUTHORIZED',
  INVALID_TOKEN: 'UNAUTHORIZED',
  INVALID_CREDENTIALS: 'UNAUTHORIZED',
  TWO_FACTOR_REQUIRED: 'FORBIDDEN',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_ALLOWED: 'METHOD_NOT_SUPPORTED',
  CONFLICT: 'CONFLICT',
  ALREADY_REGISTERED: 'CONFLICT',
  INSUFFICIENT_FUNDS: 'BAD_REQUEST',
  OWN_TRADE: 'BAD_REQUEST',
  COIN_DISABLED: 'BAD_REQUEST',
  RESTRICTED: 'FORBIDDEN',
  LIMIT_EXCEEDED: 'BAD_REQUEST',
  NOT_A_PARTY: 'FORBIDDEN',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  IDEMPOTENCY_KEY_REUSED: 'UNPROCESSABLE_CONTENT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  INTERNAL_ERROR: 'INTERNAL_SERVER_ERROR',
}

/** tRPC's own refusals (no such procedure, too large a batch, …) in our codes. */
const FROM_TRPC: Partial<Record<TrpcCode, ErrorCode>> = {
  PARSE_ERROR: 'MALFORMED_REQUEST',
  BAD_REQUEST: 'MALFORMED_REQUEST',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'METHOD_NOT_ALLOWED',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
}

interface ZodLike {
  readonly issues: readonly {
    readonly code?: string | undefined
    readonly path: readonly PropertyKey[]
    readonly message: string
  }[]
}

/** What went wrong, as one of our errors; a fault of ours is masked, with the truth as its cause. */
export function toSoukError(error: unknown): SoukError {
  if (error instanceof SoukError) return error
  if (error instanceof TRPCError) return fromTrpc(error)
  if (isUnavailable(error)) {
    const options = { cause: error, retryAfter: 1 }
    return new SoukError('UNAVAILABLE', 'The service is busy, please try again', options)
  }
  return new SoukError('INTERNAL_ERROR', 'Something went wrong on our side', { cause: error })
}

function fromTrpc(error: TRPCError): SoukError {
  const { cause, code, message } = error
  if (code === 'BAD_REQUEST' && isZodError(cause)) return validationError(cause)
  if (cause instanceof SoukError) return cause
  const unreadable = whyUnreadable(error)
  if (unreadable) return new SoukError('MALFORMED_REQUEST', unreadable, { cause: error })
  const ours = FROM_TRPC[code]
  // What broke while an input was read tRPC calls a bad request: the cause says whether it was one.
  return ours && !(cause && code === 'BAD_REQUEST')
    ? new SoukError(ours, message, { cause: error })
    : toSoukError(cause ?? new Error(message, { cause: { code } }))
}

/** What tRPC meets when it reads broken JSON or a broken escape sequence. */
function whyUnreadable({ cause, message }: TRPCError): string | undefined {
  if (cause instanceof SyntaxError) return 'The input is not valid JSON'
  return cause instanceof URIError ? message : undefined
}

function isZodError(cause: unknown): cause is Error & ZodLike {
  return cause instanceof Error && 'issues' in cause && Array.isArray(cause.issues)
}

/** More than this tell nobody anything, and a body may be a list of ten thousand wrong things. */
const MAX_FIELDS = 20

/**
 * Input that its schema does not take; each field with the first thing that is wrong with it, for the
 * rest mostly follows from that.
 */
export function validationError(error: Error & ZodLike, given?: unknown): SoukError {
  const fields = new Map<string, FieldError>()
  for (const issue of error.issues) {
    const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
    const place = JSON.stringify(path)
    if (fields.has(place)) continue
    fields.set(place, { path, message: isMissing(issue, given) ? 'is required' : issue.message })
    if (fields.size === MAX_FIELDS) break
  }
  return fieldsRefused([...fields.values()], error)
}

/** Whether the input has nothing where its schema wants something, in whatever words that says so. */
function isMissing({ code, path }: ZodLike['issues'][number], given: unknown): boolean {
  if (code === 'custom' || path.length === 0 || !isObject(given)) return false
  const holder = path.slice(0, -1).reduce<unknown>(at, given)
  return isObject(holder) && at(holder, path.at(-1) ?? '') === undefined
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const at = (value: unknown, key: PropertyKey): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined

export function toTrpcError(error: SoukError): TRPCError {
  return new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error })
}
