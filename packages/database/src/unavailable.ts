import { sqlState } from './retry.ts'

/** Connection-level failures: the database is not there, is going away, or has no room for us. */
const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '08000', // connection_exception
  '08003', // connection_does_not_exist
  '08006', // connection_failure
  '25P03', // idle_in_transaction_session_timeout
  '40001', // serialization_failure, time and again
  '40P01', // deadlock_detected, time and again
  '42883', // undefined_function: ours are all there, until a newer Souk takes the database over
  '53300', // too_many_connections
  '55P03', // lock_not_available
  '57014', // query_canceled (statement_timeout)
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
])

const MESSAGES =
  /Connection terminated|is not queryable|timeout exceeded when trying to connect|Cannot use a pool/

/** Whether an error means "the database cannot answer now" rather than "this statement is wrong". */
export function isUnavailable(error: unknown): boolean {
  if (UNAVAILABLE.has(sqlState(error) ?? '')) return true
  return error instanceof Error && MESSAGES.test(error.message)
}
