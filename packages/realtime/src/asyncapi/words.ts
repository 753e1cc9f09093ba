import { CLOSE } from '../close-codes.ts'

/** What a client is to make of each code that Souk closes a WebSocket with. */
const CLOSES: Readonly<Record<keyof typeof CLOSE, string>> = {
  RESTART: 'The server starts anew, or cannot go on just now: connect again.',
  UNAUTHORIZED:
    'The credential has died, by log-out, a ban or a changed password: log in before connecting again.',
  POLICY:
    'Too many connections, frames or refused calls: to connect again at once will not help. The reason says which.',
}

/** Every code that a WebSocket of Souk's may be closed with. */
export const CLOSE_CODES = [
  { code: 1009, means: 'A frame was too large; it has not been looked at.' },
  ...Object.entries(CLOSE).map(([name, code]) => ({
    code,
    means: CLOSES[name as keyof typeof CLOSE],
  })),
].toSorted((a, b) => a.code - b.code)

/** How a request to open a socket is refused, with a JSON body of `message`. */
export const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request is no handshake, or cannot be understood.',
  401: 'There is no credential where one is needed, or a bad one: log in before trying again.',
  403: 'The credential may not be used here: a cookie from a foreign site, or an account’s token before its second factor.',
  404: 'No socket stands at this address.',
  429: 'Too many connections, or requests: `Retry-After` tells how long to wait.',
  500: 'A fault of the server, logged under the `X-Request-Id` of the answer.',
  503: 'The server cannot answer just now: try again after `Retry-After`.',
}
