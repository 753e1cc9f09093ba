import { ERROR_CODES, type ErrorCode, type Procedure, type RestRoute } from '@souk/contract'
import type { DialectRules } from '../dialects.ts'
import { fieldsOf, inner } from '../schema.ts'

/** The refusals an operation can answer with, faults of Souk's own aside, in the list's order. */
export function refusalsOf(
  { access, kind, input, errors = [] }: Procedure,
  { method }: RestRoute,
): ErrorCode[] {
  const isMutation = kind === 'mutation'
  // A mutation has at least its Idempotency-Key to get wrong.
  const hasInput = isMutation || fieldsOf(inner(input, 'in')).length > 0
  const isSignedIn = access === 'user' || access === 'staff'
  const mayForbid = access === 'staff' || (isMutation && access !== 'public')
  const codes: (ErrorCode | false)[] = [
    'RATE_LIMITED', // every call counts
    method !== 'GET' && 'MALFORMED_REQUEST',
    hasInput && 'VALIDATION_FAILED',
    isSignedIn && 'AUTHENTICATION_REQUIRED',
    access !== 'public' && 'INVALID_TOKEN',
    mayForbid && 'FORBIDDEN',
    ...errors,
    method !== 'GET' && 'PAYLOAD_TOO_LARGE',
    method !== 'GET' && 'UNSUPPORTED_MEDIA_TYPE',
    isMutation && 'IDEMPOTENCY_KEY_REUSED',
  ]
  return ERROR_CODES.filter((code) => codes.includes(code))
}

/** The same by the status that the dialect gives them, in the order of the statuses. */
export function byStatus(
  codes: readonly ErrorCode[],
  { statuses }: DialectRules,
): [status: number, codes: ErrorCode[]][] {
  const grouped = Map.groupBy(codes, (code) => statuses[code])
  return [...grouped].sort(([a], [b]) => a - b)
}
