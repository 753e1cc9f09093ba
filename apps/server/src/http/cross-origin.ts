import type { IncomingMessage } from 'node:http'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { Fetch } from './fetch.ts'
import type { Observations } from './observe.ts'

/** Headers a browser's script may read beyond the ordinary ones. */
const EXPOSED = [
  'Link',
  'Location',
  'X-Total-Count',
  'X-Request-Id',
  'Retry-After',
  'Idempotent-Replayed',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
]

/**
 * Lets pages of the allowed origins ask and read; to pages of all others no browser tells a word.
 * Requests that name no allowed origin, nearly all of them, do not take the way through here.
 */
export function crossOrigin(
  app: Hono,
  allowed: readonly string[],
  observations: Observations,
): Fetch {
  const preflight = new Hono().use(
    cors({
      origin: [...allowed],
      credentials: true,
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      maxAge: 600,
    }),
  )
  return async (request, env) => {
    const { origin } = env.incoming.headers
    if (origin === undefined || !allowed.includes(origin)) return app.fetch(request, env)
    // A browser's question before it asks; it has no credential, so it would count for the address.
    if (request.method === 'OPTIONS') {
      observations.set(env.incoming as IncomingMessage, { route: 'preflight', requestId: '' })
      return preflight.fetch(request, env)
    }
    return readableBy(origin, await app.fetch(request, env))
  }
}

/** The same answer: what goes through Hono's `cors` is sent as a stream, which takes the processor ten times as long. */
function readableBy(origin: string, answer: Response): Response {
  answer.headers.set('access-control-allow-origin', origin)
  answer.headers.set('access-control-allow-credentials', 'true')
  answer.headers.set('access-control-expose-headers', EXPOSED.join(','))
  answer.headers.append('vary', 'Origin')
  return answer
}
