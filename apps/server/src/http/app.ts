import type { HttpBindings } from '@hono/node-server'
import { type ApiContext, type ContextDeps, createContext, handleTrpc, operations } from '@souk/api'
import { API_HEADERS, mountRest } from '@souk/rest-door'
import { type Context, Hono } from 'hono'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import { cameByHttps, clientAddress } from './address.ts'
import { crossOrigin } from './cross-origin.ts'
import { docs } from './docs.ts'
import { type HealthOptions, health } from './health.ts'
import { home } from './home.ts'
import { observe } from './observe.ts'

export interface AppOptions {
  readonly deps: ContextDeps
  readonly redis: HealthOptions['redis']
  /** How many proxies of our own stand before us. */
  readonly proxies: number
  readonly log: Logger
  readonly metrics: Metrics
}

/** The headers of the API but for the type, which is each answer's own. */
const { 'content-type': _, ...SAFE_HEADERS } = API_HEADERS

/** Everything Souk answers over plain HTTP. */
export function createHttpApp({ deps, redis, proxies, log, metrics }: AppOptions): Hono {
  const app = new Hono()
  const contextOf = (c: Context): ApiContext => {
    const { incoming } = c.env as HttpBindings
    // Node has parsed these already; asking Hono would build a Headers object for each request.
    const header = (name: string) => incoming.headers[name]?.toString()
    const address = clientAddress(incoming.socket.remoteAddress, header('x-forwarded-for'), proxies)
    const secure = cameByHttps(c.req.url, header('x-forwarded-proto'), proxies)
    return createContext(deps, { header, query: (name) => c.req.query(name), address, secure })
  }

  app.use(observe(log, metrics))
  app.route('/', docs())
  app.get('/metrics', async (c) => {
    const { type, text } = await metrics.scrape()
    return c.body(text, 200, { 'content-type': type })
  })
  app.use(crossOrigin(deps.allowedOrigins))
  app.all('/trpc/*', (c) => {
    const context = contextOf(c)
    const { incoming } = c.env as HttpBindings
    const header = (name: string) => incoming.headers[name]?.toString()
    const always = { ...SAFE_HEADERS, 'x-request-id': context.requestId }
    return handleTrpc({ endpoint: '/trpc', request: c.req.raw, header, always }, context)
  })
  app.route('/', home())
  app.route('/health', health({ database: deps.database, redis }))
  mountRest(app, { operations: operations.values(), contextOf })
  return app
}
