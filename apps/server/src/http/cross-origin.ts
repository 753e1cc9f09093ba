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
  const open = new Hono()
  open.use(
    cors({
      origin: [...allowed],
      credentials: true,
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposeHeaders: EXPOSED,
      maxAge: 600,
    }),
  )
  open.all('*', (c) => app.fetch(c.req.raw, c.env))
  return (request, env) => {
    const { origin } = env.incoming.headers
    const isAllowed = origin !== undefined && allowed.includes(origin)
    if (!isAllowed) return app.fetch(request, env)
    // A browser's question before it asks; it has no credential, so it would count for the address.
    if (request.method === 'OPTIONS') {
      observations.set(env.incoming as IncomingMessage, { route: 'preflight', requestId: '' })
    }
    return open.fetch(request, env)
  }
}
