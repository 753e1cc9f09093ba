import type { IncomingMessage, RequestListener } from 'node:http'
import { LARGE_BODY } from '@souk/api'
import { createPlaces } from '@souk/realtime'
import { API_HEADERS } from '@souk/rest-door'
import { addressOf } from './address.ts'

/** Large bodies, or such of unannounced length, that an address may be sending at a time. */
const MOST = 32

/**
 * Bodies are held in memory until they are whole, and their clients may take their time: of the large
 * ones an address has no more under way than the process can bear from many addresses.
 */
export function boundBodies(listener: RequestListener, proxies: number): RequestListener {
  const places = createPlaces<string>(MOST)
  return (request, response) => {
    if (!isLarge(request)) return listener(request, response)
    const place = places.take(addressOf(request, proxies))
    if (place) {
      response.once('close', place.leave)
      return listener(request, response)
    }
    response.writeHead(429, { ...API_HEADERS, ...REFUSAL, 'x-request-id': crypto.randomUUID() })
    response.end(JSON.stringify({ message: 'Too many large bodies at once', code: 'RATE_LIMITED' }))
  }
}

const REFUSAL = { connection: 'close', 'retry-after': '1' }

function isLarge({ headers }: IncomingMessage): boolean {
  return 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > LARGE_BODY
}
