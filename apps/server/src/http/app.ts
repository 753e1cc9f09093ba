import type { HttpBindings } from '@hono/node-server'
import { type ApiContext, appRouter, type ContextDeps, createContext, handleTrpc } from '@souk/api'
import { contract } from '@souk/contract'
import { mountRest } from '@souk/rest'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { clientAddress } from './address.ts'
import { docs } from './docs.ts'
import { type HealthOptions, health } from './health.ts'
import { home } from './home.ts'

export interface AppOptions {
  readonly deps: ContextDeps
  readonly redis: HealthOptions['redis']
  /** How many proxies of our own stand before us. */
  readonly proxies: number
}

/** Headers a browser's script may read beyond the ordinary ones. */
const EXPOSED = [
  'Link',
  'Location',
  'X-Total-Count',
  'X-Request-Id',
  'Retry-After',
  'Idempotent-Replayed',
]
const MAX_BATCH_BODY = 1024 * 1024

/** Everything Souk answers over plain HTTP. */
export function createHttpApp({ deps, redis, proxies }: AppOptions): Hono {
  const app = new Hono()
  const contextOf = (c: Context): ApiContext => {
    const { incoming } = c.env as HttpBindings
    const header = (name: string) => c.req.header(name)
    const address = clientAddress(incoming.socket.remoteAddress, header('x-forwarded-for'), proxies)
    return createContext(deps, { header, query: (name) => c.req.query(name), address })
  }

  app.route('/', docs())
  app.use(cors({ origin: [...deps.allowedOrigins], credentials: true, exposeHeaders: EXPOSED }))
  app.all('/trpc/*', bodyLimit({ maxSize: MAX_BATCH_BODY }), (c) =>
    handleTrpc('/trpc', c.req.raw, contextOf(c)),
  )
  app.route('/', home())
  app.route('/health', health({ database: deps.database, redis }))
  mountRest(app, { contract, router: appRouter, contextOf })
  app.onError((error, c) => {
    const requestId = crypto.randomUUID()
    deps.report(error, requestId)
    c.header('x-request-id', requestId)
    return c.json({ message: 'Something went wrong on our side', code: 'INTERNAL_ERROR' }, 500)
  })
  return app
}
