/** Classes of SQLSTATE by which PostgreSQL says that it is not there, or has no room for us. */
const CLASSES = new Set([
  '08', // connection exception
  '28', // it lets us in no more
  '53', // insufficient resources: connections, memory, the disk
  '58', // system error
])

const STATES = new Set([
  '25006', // read_only_sql_transaction: a standby, after a failover
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '3D000', // invalid_catalog_name: the database is gone
  '40001', // serialization_failure, time and again
  '40P01', // deadlock_detected, time and again
  '42501', // insufficient_privilege: an operator has taken something from us
  // Ours are all there, until a newer Souk takes the database over:
  '42883', // undefined_function
  '42P01', // undefined_table
  '55000', // object_not_in_prerequisite_state: an operator has the database let nobody in
  '55P03', // lock_not_available
  '57014', // query_canceled (statement_timeout)
])

/** What a server that is starting, stopping or failing says. */
const OPERATOR = /^57P/

/** What the way to the server is made of. */
const SYSTEM_CALLS = new Set(['connect', 'getaddrinfo', 'read', 'write', 'shutdown', 'socket'])

/** A way that fails, where Node.js does not say at which call; the last are those of TLS. */
const CODES =
  /^(ECONN|EHOST|ENET|EAI_|EPIPE|ETIMEDOUT|ENOTFOUND|EPROTO|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

const MESSAGES =
  /Connection terminated|Connection ended|is not queryable|timeout exceeded when trying to connect|timeout expired|Cannot use a pool|SSL connection/

/** Whether an error means "the database cannot answer now" rather than "this statement is wrong". */
export function isUnavailable(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code, syscall } = e as NodeJS.ErrnoException
    if (typeof code === 'string' && isOutage(code)) return true
    if (syscall !== undefined && SYSTEM_CALLS.has(syscall)) return true
    if (MESSAGES.test(e.message)) return true
    if (e instanceof AggregateError && e.errors.some(isUnavailable)) return true
  }
  return false
}

function isOutage(code: string): boolean {
  const isState = /^[0-9A-Z]{5}$/.test(code)
  if (isState && CLASSES.has(code.slice(0, 2))) return true
  return STATES.has(code) || OPERATOR.test(code) || CODES.test(code)
}
