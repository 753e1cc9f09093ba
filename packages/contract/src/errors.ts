/**
 * Every way Souk refuses, as one closed list. Core throws these; each door (REST dialects, tRPC,
 * sockets) maps a code to its own status and wording once.
 */
export const ERROR_CODES = [
  /** The request itself cannot be read: broken JSON, broken form, broken frame. */
  'MALFORMED_REQUEST',
  /** A field is missing, of the wrong type or out of range; `fields` names it. */
  'VALIDATION_FAILED',
  /** No credential was sent where one is needed. */
  'AUTHENTICATION_REQUIRED',
  /** A credential was sent, and it is unknown, expired, revoked or its owner is switched off. */
  'INVALID_TOKEN',
  /** Log-in failed: unknown name or wrong password, deliberately not saying which. */
  'INVALID_CREDENTIALS',
  /** A code of the authenticator app is missing, wrong or used, where one is needed. */
  'TWO_FACTOR_REQUIRED',
  /** Signed in, but not allowed to do this. */
  'FORBIDDEN',
  /** No such thing, or none that the caller may know of. */
  'NOT_FOUND',
  /** The path exists, but not for this HTTP method. */
  'METHOD_NOT_ALLOWED',
  /** The state has moved on: already taken, already cancelled, already resolved. */
  'CONFLICT',
  /** The name or e-mail address is already registered. */
  'ALREADY_REGISTERED',
  /** The wallet's available balance is too small. */
  'INSUFFICIENT_FUNDS',
  /** The caller would be both sides of one deal. */
  'OWN_TRADE',
  /** The coin is switched off for anything new. */
  'COIN_DISABLED',
  /** Staff have taken this right from the caller. */
  'RESTRICTED',
  /** The deal is larger than staff allow for this coin, user or payment method; or a file than its sender's space. */
  'LIMIT_EXCEEDED',
  /** The caller is no side of this deal, or not the side that may do this. */
  'NOT_A_PARTY',
  /** The body is larger than 1 MiB, or a file than 10 MiB. */
  'PAYLOAD_TOO_LARGE',
  /** The body is not JSON, or a file not in a form; or the file is of a kind that is not taken. */
  'UNSUPPORTED_MEDIA_TYPE',
  /** The Idempotency-Key was already used for another request. */
  'IDEMPOTENCY_KEY_REUSED',
  /** Too many attempts; `retryAfter` says how many seconds to wait. */
  'RATE_LIMITED',
  /** The service cannot answer just now; trying again later may work. */
  'UNAVAILABLE',
  /** A fault of ours, logged under the answer's request id. */
  'INTERNAL_ERROR',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** One refused field: where it is in the input and what is wrong with it. */
export interface FieldError {
  readonly path: readonly (string | number)[]
  readonly message: string
}

export interface SoukErrorOptions {
  /** For VALIDATION_FAILED: the fields that are wrong. */
  readonly fields?: readonly FieldError[]
  /** For RATE_LIMITED and UNAVAILABLE: seconds to wait. */
  readonly retryAfter?: number
  readonly cause?: unknown
}

/** A refusal with a code from the closed list and a message a person can act on. */
export class SoukError extends Error {
  override readonly name = 'SoukError'
  readonly code: ErrorCode
  readonly fields: readonly FieldError[]
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, message: string, options: SoukErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.fields = options.fields ?? []
    this.retryAfter = options.retryAfter
  }
}

/** The refusal of one field of the input. */
export function fieldRefused(field: string, message: string): SoukError {
  return fieldsRefused([{ path: [field], message }])
}

/** The refusal of some fields of the input, in a sentence that names each. */
export function fieldsRefused(fields: readonly FieldError[], cause?: unknown): SoukError {
  const said = fields.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`)
  return new SoukError('VALIDATION_FAILED', said.join('; '), { fields, cause })
}
