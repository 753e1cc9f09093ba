import {
  type Dialect,
  type ErrorCode,
  type FieldError,
  microsecondTime,
  millisecondTime,
  type RestRoute,
  SoukError,
  secondTime,
  spacedTime,
} from '@souk/contract'
import { camelCase, snakeCase } from './casing.ts'

/** Where a list stands, for the dialects that say so in the body. */
export interface Paging {
  readonly page: number
  readonly perPage: number
  readonly total: number
  /** For the headers alone: no document has it in its body. */
  readonly nextCursor?: string | undefined
}

/** How one of the documents speaks. */
export interface DialectRules {
  readonly caseOf: (key: string) => string
  /** The parameter for the page size. */
  readonly perPage: string
  /**
   * Its clients are forms, which send each of their fields: an empty parameter is none, and a yes or a no
   * may also be `TRUE` or `0`.
   */
  readonly takesForms?: true
  readonly time: (iso: string) => string
  readonly coin: (code: string) => string
  readonly success: (route: RestRoute, result: unknown, paging: Paging | undefined) => unknown
  readonly statuses: Readonly<Record<ErrorCode, number>>
  /** The body of a refusal. Field paths are already in the document's words. */
  readonly failure: (error: SoukError, fields: readonly FieldError[]) => unknown
}

const STATUSES: Record<ErrorCode, number> = {
  MALFORMED_REQUEST: 400,
  VALIDATION_FAILED: 422,
  AUTHENTICATION_REQUIRED: 401,
  INVALID_TOKEN: 401,
  INVALID_CREDENTIALS: 401,
  TWO_FACTOR_REQUIRED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  ALREADY_REGISTERED: 409,
  INSUFFICIENT_FUNDS: 400,
  OWN_TRADE: 400,
  COIN_DISABLED: 400,
  RESTRICTED: 403,
  LIMIT_EXCEEDED: 400,
  NOT_A_PARTY: 403,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL_ERROR: 500,
}

const where = ({ path }: FieldError) => path.join('.') || 'body'

/** `amount: must be greater than zero; asset: …` */
function sentence(error: SoukError, fields: readonly FieldError[]): string {
  if (fields.length === 0) return error.message
  return fields.map((field) => `${where(field)}: ${field.message}`).join('; ')
}

/** A named result beside the message, or the result's own fields beside it. */
function besideMessage({ message, under }: RestRoute, result: unknown): unknown {
  if (message === undefined) return under === undefined ? result : { [under]: result }
  if (under !== undefined) return { message, [under]: result }
  return { message, ...(result as object) }
}

const plain: DialectRules = {
  caseOf: snakeCase,
  perPage: 'per_page',
  time: spacedTime,
  coin: (code) => code.toUpperCase(),
  success: besideMessage,
  statuses: STATUSES,
  failure: (error, fields) => ({ message: sentence(error, fields), code: error.code }),
}

const entity: DialectRules = {
  caseOf: snakeCase,
  perPage: 'per_page',
  time: microsecondTime,
  coin: (code) => code,
  success: ({ message = null, under }, result, paging) => ({
    status: 'success',
    entity: under === undefined ? result : { [under]: result },
    message,
    success: true,
    ...(paging && { pagination: snakePaging(paging) }),
  }),
  // A business refusal is a 400 with its message, lost races included.
  statuses: {
    ...STATUSES,
    VALIDATION_FAILED: 400,
    CONFLICT: 400,
    ALREADY_REGISTERED: 400,
    RESTRICTED: 400,
    NOT_A_PARTY: 400,
  },
  failure: (error, fields) => ({
    status: 'failure',
    entity: null,
    message: fields[0] ? `(${where(fields[0])}) ${fields[0].message}` : error.message,
    success: false,
  }),
}

/** The codes of document 3, which has fewer and other names. */
const DATA_CODES: Partial<Record<ErrorCode, string>> = {
  VALIDATION_FAILED: 'VALIDATION_ERROR',
  FORBIDDEN: 'INSUFFICIENT_PERMISSIONS',
  NOT_FOUND: 'RESOURCE_NOT_FOUND',
  RATE_LIMITED: 'RATE_LIMIT_EXCEEDED',
  ALREADY_REGISTERED: 'CONFLICT',
  RESTRICTED: 'INSUFFICIENT_PERMISSIONS',
  NOT_A_PARTY: 'INSUFFICIENT_PERMISSIONS',
}

const data: DialectRules = {
  caseOf: camelCase,
  perPage: 'limit',
  takesForms: true,
  time: secondTime,
  coin: (code) => code.toUpperCase(),
  success: ({ message }, result, paging) => ({
    success: true,
    ...(result !== null && { data: result }),
    ...(message !== undefined && { message }),
    ...(paging && { pagination: dataPaging(paging) }),
  }),
  statuses: STATUSES,
  failure: (error, fields) => ({
    success: false,
    error: sentence(error, fields),
    code: DATA_CODES[error.code] ?? error.code,
    ...(fields.length > 0 && {
      details: Object.fromEntries(fields.map((field) => [where(field), field.message])),
    }),
  }),
}

const rooms: DialectRules = {
  caseOf: snakeCase,
  perPage: 'per_page',
  time: millisecondTime,
  coin: (code) => code.toUpperCase(),
  success: (route, result, paging) =>
    paging
      ? { ...(besideMessage(route, result) as object), pagination: roomsPaging(route, paging) }
      : besideMessage(route, result),
  statuses: { ...STATUSES, VALIDATION_FAILED: 400 },
  failure: (error, fields) => ({
    message: error.code === 'AUTHENTICATION_REQUIRED' ? 'Unauthorized' : sentence(error, fields),
  }),
}

function snakePaging({ page, perPage, total }: Paging) {
  return { page, per_page: perPage, total }
}

/** Lists that document 5 leaves out say in their clients' words how many there are. */
function roomsPaging({ countsPages }: RestRoute, paging: Paging) {
  const { perPage, total } = paging
  return {
    ...snakePaging(paging),
    ...(countsPages && { total_items: total, total_pages: Math.ceil(total / perPage) }),
  }
}

function dataPaging({ page, perPage, total }: Paging) {
  return { page, limit: perPage, total, pages: Math.ceil(total / perPage) }
}

export const DIALECTS: Readonly<Record<Dialect, DialectRules>> = { plain, entity, data, rooms }

/**
 * Where the documents' families of paths begin: below, an unknown path is refused as its document
 * speaks, whether or not Souk has any path there yet.
 */
export const FAMILIES: readonly { readonly path: string; readonly dialect: Dialect }[] = [
  { path: '/api', dialect: 'data' },
  { path: '/api/v1/chats', dialect: 'rooms' },
  { path: '/api/v1/notifications', dialect: 'rooms' },
  { path: '/api/v1/requests', dialect: 'rooms' },
  { path: '/api/v1/users', dialect: 'rooms' },
  { path: '/chat', dialect: 'entity' },
]

/** The dialect of a route, with all that the route does otherwise. */
export function dialectOf(route: RestRoute): DialectRules {
  const { dialect, bare, names = {}, statuses, refusals = {} } = route
  const rules = DIALECTS[dialect]
  const inItsWords = (error: SoukError) => {
    const words = refusals[error.code]
    return words === undefined ? error : new SoukError(error.code, words, { cause: error })
  }
  return {
    ...rules,
    caseOf: (key) => names[key] ?? rules.caseOf(key),
    ...(bare && { success: (_, result) => result }),
    failure: (error, fields) => rules.failure(inItsWords(error), fields),
    statuses: { ...rules.statuses, ...statuses },
  }
}
