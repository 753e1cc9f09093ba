import type { oas31 } from 'zod-openapi'

/** Headers of answers. Those that an answer always has are `required`. */
export const HEADERS = {
  'X-Request-Id': {
    description:
      'The id under which this request is logged: the one it was sent with, or a new one.',
    required: true,
    schema: { type: 'string', pattern: '^[\\w.-]{8,64}$' },
  },
  'Idempotent-Replayed': {
    description: 'Present when this is the first answer to the same Idempotency-Key once more.',
    schema: { type: 'string', const: 'true' },
  },
  'X-RateLimit-Limit': {
    description: 'Requests that may be made in a window of 15 minutes, where they are limited.',
    schema: { type: 'integer', minimum: 1 },
  },
  'X-RateLimit-Remaining': {
    description: 'Requests left in the present window.',
    schema: { type: 'integer', minimum: 0 },
  },
  'X-RateLimit-Reset': {
    description: 'When the window ends, in seconds since 1970.',
    schema: { type: 'integer' },
  },
  Link: {
    description:
      'The first, last, previous and next page, as RFC 8288 writes them; the next by its `cursor`, which reaches the last entry whatever others write meanwhile.',
    required: true,
    schema: { type: 'string' },
    example: '</trades?page=2&per_page=50&cursor=kq3vT…>; rel="next"',
  },
  'X-Total-Count': {
    description: 'How many entries the list has on all its pages, counted up to 10,000.',
    required: true,
    schema: { type: 'integer', minimum: 0 },
  },
  'Content-Disposition': {
    description: 'A file is always a download; here is its name.',
    required: true,
    schema: { type: 'string', pattern: '^attachment; filename=' },
  },
  Location: {
    description: 'Where the thing just made can be read.',
    required: true,
    schema: { type: 'string', pattern: '^/' },
  },
  'Set-Cookie': {
    description: 'Opens or ends the `session` cookie of a browser.',
    required: true,
    schema: { type: 'string', pattern: '^session=' },
  },
  'Set-Cookie-If-Opened': {
    description: 'Opens the `session` cookie of a browser, if a session was opened.',
    schema: { type: 'string', pattern: '^session=' },
  },
  'Retry-After': {
    description: 'Seconds to wait.',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': {
    description: 'The scheme in which to send a credential.',
    schema: { type: 'string', const: 'Bearer' },
  },
} satisfies Record<string, oas31.HeaderObject>

/** The header that a request may have. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Any value of your own, new for each thing you want done. Sent again with the same request within 24 hours, it gives the first answer again instead of doing the work twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
} satisfies oas31.ParameterObject

/** What every answer of a procedure may carry. */
export const ALWAYS = [
  'X-Request-Id',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
] as const

/** The cookie of an operation that only sometimes opens a session. */
export const COOKIE_IF_OPENED: oas31.HeadersObject = {
  'Set-Cookie': { $ref: '#/components/headers/Set-Cookie-If-Opened' },
}

/** References to some of the headers, as a response lists them. */
export function headers(...names: (keyof typeof HEADERS | false)[]): oas31.HeadersObject {
  const kept = names.filter((name) => name !== false)
  return Object.fromEntries(kept.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}
