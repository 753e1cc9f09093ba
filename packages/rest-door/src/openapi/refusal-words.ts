import type { ErrorCode } from '@souk/contract'

interface RefusalWords {
  /** What the refusal means, for the reader of the document. */
  readonly means: string
  /** A message as a client may get it. */
  readonly example: string
  /** What a client does then. */
  readonly remedy: string
}

/** Every refusal explained. */
export const REFUSAL_WORDS: Readonly<Record<ErrorCode, RefusalWords>> = {
  MALFORMED_REQUEST: {
    means: 'The body cannot be read: it is no JSON object, or no form where a file is to come.',
    example: 'The body is not valid JSON',
    remedy:
      'Send one JSON object in UTF-8, or a form with the file in it. Trying again changes nothing.',
  },
  VALIDATION_FAILED: {
    means: 'A field is missing, of the wrong type or out of range; the message names it.',
    example: 'The input is not valid',
    remedy:
      'Show the message at the field. The SDK has every rule as a schema, to check before sending.',
  },
  AUTHENTICATION_REQUIRED: {
    means: 'No credential was sent.',
    example: 'Authentication required',
    remedy: 'Let the user sign in.',
  },
  INVALID_TOKEN: {
    means: 'The credential is unknown, expired or revoked, or its account is switched off.',
    example: 'Invalid or expired token',
    remedy:
      'Take a new access token by the refresh token; if that is refused too, let the user sign in.',
  },
  INVALID_CREDENTIALS: {
    means:
      'Unknown name or wrong password, which of the two is not told; or, with both right, a two-factor code that is wrong or used.',
    example: 'Invalid username or password',
    remedy: 'Let the user type them again; after several failures the answer is 429.',
  },
  TWO_FACTOR_REQUIRED: {
    means:
      'The account has two-factor authentication on, and a code is missing or, except when logging in, wrong or used; or its token came alone, before a code was verified.',
    example: 'Two-factor authentication required: send a current code as "code"',
    remedy: 'Ask for a current code, and send the same call with it as `code`.',
  },
  FORBIDDEN: {
    means: 'The caller may not do this, names somebody else, or sends a cookie from another site.',
    example: 'You are not allowed to release this trade',
    remedy:
      'Do not offer this to this user. With a cookie, name the page’s origin in `CORS_ORIGINS`.',
  },
  NOT_FOUND: {
    means: 'There is no such thing, or none that the caller may know of.',
    example: 'Trade not found',
    remedy: 'Take it out of what is shown.',
  },
  METHOD_NOT_ALLOWED: {
    means: 'The path exists, but not for this method; `Allow` lists those it has.',
    example: 'Use GET or POST',
    remedy: 'Use one of the methods in `Allow`.',
  },
  CONFLICT: {
    means: 'Too late: the state has moved on meanwhile.',
    example: 'This trade is no longer open',
    remedy: 'Read the thing again, and show what it is now.',
  },
  ALREADY_REGISTERED: {
    means: 'The name or e-mail address is taken.',
    example: 'This username already exists',
    remedy: 'Let the user choose another one, or sign in.',
  },
  INSUFFICIENT_FUNDS: {
    means: "The wallet's available balance is too small.",
    example: 'Insufficient balance',
    remedy: 'Show the balance; what is held for deals cannot be used.',
  },
  OWN_TRADE: {
    means: 'The caller would be both sides of one deal.',
    example: 'You cannot buy your own trade',
    remedy: 'Do not offer one’s own things to oneself.',
  },
  COIN_DISABLED: {
    means: 'The coin is switched off for anything new.',
    example: 'LTC is switched off at the moment',
    remedy: 'Try another coin, or later: staff have switched it off. What is under way runs on.',
  },
  RESTRICTED: {
    means: 'Staff have taken this right from the caller.',
    example: 'You have been restricted from trading ltc, please contact support',
    remedy: 'Send the user to support.',
  },
  LIMIT_EXCEEDED: {
    means: 'The deal is larger than staff allow, or the caller’s files than their space.',
    example: 'At most 5 ltc may be traded in one deal',
    remedy: 'Ask for less; the message says how much may be.',
  },
  NOT_A_PARTY: {
    means: 'The caller is no side of this deal, or not the side that may do this.',
    example: 'You are not authorized to cancel this offer',
    remedy: 'Do not offer this to this user.',
  },
  PAYLOAD_TOO_LARGE: {
    means: 'The body is larger than 1 MiB, or a file than 10 MiB.',
    example: 'The body may have at most 1 MiB',
    remedy: 'Send less at once.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    means:
      'The body is not sent as JSON, or a file not as a form; or the file is none that is taken.',
    example: 'Send the body as application/json',
    remedy: 'Send `Content-Type: application/json`, or the file as `multipart/form-data`.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    means: 'The Idempotency-Key belongs to an earlier, different request.',
    example: 'This Idempotency-Key was already used for another request',
    remedy:
      'A fault of the client: a key belongs to one request and its repetitions. Make a new one.',
  },
  RATE_LIMITED: {
    means: 'Too many requests, or too many failed log-ins; `Retry-After` tells how long to wait.',
    example: 'Rate limit exceeded, try again in 30 s',
    remedy: 'Wait as long as `Retry-After` says. The SDK does.',
  },
  UNAVAILABLE: {
    means: 'The service cannot answer just now; try again after `Retry-After`.',
    example: 'The service is busy, please try again',
    remedy:
      'Send the same again after `Retry-After`, under the same Idempotency-Key. The SDK does.',
  },
  INTERNAL_ERROR: {
    means: 'A fault of the service, logged under the `X-Request-Id` of the answer.',
    example: 'Something went wrong on our side',
    remedy:
      'Send the same again once, under the same Idempotency-Key; then tell the operator the `X-Request-Id`.',
  },
}
