import type { ErrorCode } from '@souk/contract'
import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from './router.ts'

/** What every call and subscription fails with. */
export type CallError = TRPCClientError<AppRouter>

/** A refusal by Souk: `data` says why. */
export type SoukClientError<Code extends ErrorCode = ErrorCode> = CallError & {
  readonly data: { readonly soukCode: Code }
}

/**
 * Whether an error is a refusal by Souk; with codes, whether it is one of these.
 *
 *     if (isSoukError(error, 'INSUFFICIENT_FUNDS')) …
 */
export function isSoukError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is SoukClientError<Code> {
  const soukCode = dataOf(error)?.soukCode
  if (typeof soukCode !== 'string') return false
  return codes.length === 0 || codes.some((code) => code === soukCode)
}

/** Looks by shape: an application may hold more than one copy of tRPC's error class. */
function dataOf(error: unknown): { soukCode?: unknown } | undefined {
  if (!(error instanceof Error) || !('data' in error)) return undefined
  return typeof error.data === 'object' && error.data !== null ? error.data : undefined
}

/** Why no answer of Souk arrived; the `cause` of the error that a call fails with. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  /** The HTTP status, where something answered in Souk's place. */
  readonly status: number | undefined
  /** Seconds which that answer asks to wait. */
  readonly retryAfter: number | undefined

  constructor(
    message: string,
    options: { cause?: unknown; status?: number; retryAfter?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause })
    this.status = options.status
    this.retryAfter = options.retryAfter
  }
}

/** Whether a call failed because no answer of Souk arrived: offline, cut off, or a proxy in between. */
export function isNetworkError(error: unknown): boolean {
  return noAnswerOf(error) !== undefined
}

export function noAnswerOf(error: unknown): NoAnswerError | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof NoAnswerError ? cause : undefined
}

/** Any error as tRPC's own class, which is what its clients promise to fail with. */
export function clientError(error: unknown): CallError {
  return TRPCClientError.from(error instanceof Error ? error : new Error(String(error)))
}

/** The refusal of a token for which a socket was closed, which says no more than a code. */
export function refusedToken(): CallError {
  const message = 'Invalid or expired token'
  const data = {
    code: 'UNAUTHORIZED',
    httpStatus: 401,
    soukCode: 'INVALID_TOKEN',
    fields: [],
  } as const
  return new TRPCClientError(message, { result: { error: { code: -32001, message, data } } })
}

/** The same refusal, with what went wrong when a new token was asked for. */
export function withCause(error: CallError, cause: unknown): CallError {
  return new TRPCClientError(error.message, {
    ...(error.shape && { result: { error: error.shape } }),
    ...(error.meta && { meta: error.meta }),
    ...(cause instanceof Error && { cause }),
  })
}
