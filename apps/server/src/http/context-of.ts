import type { HttpBindings } from '@hono/node-server'
import { type ApiContext, type ContextDeps, contextMaker, type RateLimiter } from '@souk/api'
import type { Context } from 'hono'
import { addressOf, cameByHttps, reachedOrigin } from './address.ts'
import type { Crowded } from './large-bodies.ts'
import type { Observations } from './observe.ts'

/**
 * A header of the request. Node has parsed them already; asking Hono would build a Headers object
 * for each request.
 */
export function headerOf(c: Context): (name: string) => string | undefined {
  const { headers } = (c.env as HttpBindings).incoming
  return (name) => headers[name]?.toString()
}

/** For a request that is one too many: every door refuses it before its body is read. */
const NOTHING_LEFT: RateLimiter = {
  isOff: false,
  take: async () => ({ limit: 0, remaining: 0, resetAt: 0, exceeded: true }),
  giveBack: async () => {},
}

/** Makes the API's context of a request, and notes what the log should know of it. */
export function contextFactory(
  deps: ContextDeps,
  proxies: number,
  { observations, crowded }: { observations: Observations; crowded: Crowded },
) {
  const contextOf = contextMaker(deps)
  return (c: Context, route: string): ApiContext => {
    const { incoming } = c.env as HttpBindings
    const header = headerOf(c)
    const context = contextOf({
      header,
      query: (name) => c.req.query(name),
      address: addressOf(incoming, proxies),
      secure: cameByHttps(header('x-forwarded-proto'), proxies),
      origin: reachedOrigin(header, proxies),
    })
    observations.set(incoming, { route, requestId: context.requestId })
    return crowded.has(incoming) ? { ...context, limiter: NOTHING_LEFT } : context
  }
}
