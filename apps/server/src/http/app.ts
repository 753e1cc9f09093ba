import type { HttpBindings } from '@hono/node-server'
import { type ApiContext, type ContextDeps, createContext, handleTrpc, operations } from '@souk/api'
import { mountRest } from '@souk/rest'
import { type Context, Hono } from 'hono'
import { cameByHttps, clientAddress } from './address.ts'
import { withApiHeaders } from './answers.ts'
import { crossOrigin } from './cross-origin.ts'
import { docs } from './docs.ts'
import { type HealthOptions, health } from './health.ts'
import { home } from './home.ts'

export interface AppOptions {
  readonly deps: ContextDeps
  readonly redis: HealthOptions['redis']
  /** How many proxies of our own stand before us. */
  readonly proxies: number
}

/** Everything Souk answers over plain HTTP. */
export function createHttpApp({ deps, redis, proxies }: AppOptions): Hono {
  const app = new Hono()
  const contextOf = (c: Context): ApiContext => {
    const { incoming } = c.env as HttpBindings
    // Node has parsed these already; asking Hono would build a Headers object for each request.
    const header = (name: string) => incoming.headers[name]?.toString()
    const address = clientAddress(incoming.socket.remoteAddress, header('x-forwarded-for'), proxies)
    return createContext(deps, { header, query: (name) => c.req.query(name), address })
  }

  app.route('/', docs())
  app.use(crossOrigin(deps.allowedOrigins))
  app.all('/trpc/*', async (c) => {
    const context = contextOf(c)
    return withApiHeaders(await handleTrpc('/trpc', c.req.raw, context), context.requestId)
  })
  app.route('/', home())
  app.route('/health', health({ database: deps.database, redis }))
  const isSecure = (c: Context) =>
    cameByHttps(c.req.url, c.req.header('x-forwarded-proto'), proxies)
  mountRest(app, { operations: operations.values(), contextOf, isSecure })
  return app
}
