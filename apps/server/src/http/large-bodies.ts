import type { IncomingMessage, RequestListener } from 'node:http'
import { LARGE_BODY } from '@souk/api'
import { createPlaces } from '@souk/realtime'
import { addressOf } from './address.ts'

/** Large bodies, or such of unannounced length, that an address may be sending at a time. */
const MOST = 32

/** Requests with a large body for which there was no place: they are refused as their document speaks. */
export type Crowded = WeakSet<IncomingMessage>

/**
 * Bodies are held in memory until they are whole, and their clients may take their time: of the large
 * ones an address has no more under way than the process can bear from many addresses.
 */
export function boundBodies(
  listener: RequestListener,
  proxies: number,
  crowded: Crowded,
): RequestListener {
  const places = createPlaces<string>(MOST)
  return (request, response) => {
    if (isLarge(request)) {
      const place = places.take(addressOf(request, proxies))
      if (place) response.once('close', place.leave)
      else crowded.add(request)
    }
    return listener(request, response)
  }
}

function isLarge({ headers }: IncomingMessage): boolean {
  return 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > LARGE_BODY
}
