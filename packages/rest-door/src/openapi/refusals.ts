import { ERROR_CODES, type ErrorCode } from '@souk/contract'
import type { DialectRules } from '../dialects.ts'
import { fieldsOf, inner } from '../schema.ts'
import type { Operation } from './operations.ts'

/** The refusals an operation can answer with, faults of Souk's own aside, in the list's order. */
export function refusalsOf({ procedure, takesBody, withBody }: Operation): ErrorCode[] {
  const { access, kind, input, errors = [] } = procedure
  const isMutation = kind === 'mutation'
  // A mutation has at least its Idempotency-Key to get wrong.
  const hasInput = isMutation || fieldsOf(inner(input, 'in')).length > 0
  const isSignedIn = access !== 'public' && access !== 'anyone'
  const mayForbid = access === 'staff' || (isMutation && access !== 'public')
  const codes: (ErrorCode | false)[] = [
    'RATE_LIMITED', // every call counts
    takesBody && 'MALFORMED_REQUEST',
    hasInput && 'VALIDATION_FAILED',
    isSignedIn && 'AUTHENTICATION_REQUIRED',
    access !== 'public' && 'INVALID_TOKEN',
    access !== 'public' && access !== 'unverified' && 'TWO_FACTOR_REQUIRED',
    mayForbid && 'FORBIDDEN',
    ...errors,
    takesBody && 'PAYLOAD_TOO_LARGE',
    takesBody && 'UNSUPPORTED_MEDIA_TYPE',
    isMutation && 'IDEMPOTENCY_KEY_REUSED',
    ...(withBody ? refusalsOf(withBody) : []),
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
