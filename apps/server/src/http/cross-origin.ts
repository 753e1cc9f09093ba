import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'

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

/** Lets pages of the allowed origins ask and read; to pages of all others no browser tells a word. */
export function crossOrigin(allowed: readonly string[]): MiddlewareHandler {
  const allow = cors({
    origin: [...allowed],
    credentials: true,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposeHeaders: EXPOSED,
    maxAge: 600,
  })
  return (c, next) => {
    const origin = c.req.header('origin')
    return origin !== undefined && allowed.includes(origin) ? allow(c, next) : next()
  }
}
