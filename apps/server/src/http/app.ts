import type { HttpBindings } from '@hono/node-server'
import { type ContextDeps, handleTrpc, operations } from '@souk/api'
import type { mail } from '@souk/core'
import { API_HEADERS, mountRest } from '@souk/rest-door'
import { type Context, Hono } from 'hono'
import type { Metrics } from '../metrics.ts'
import { reachedOrigin } from './address.ts'
import { chatPage } from './chat-page.ts'
import { contextFactory, headerOf } from './context-of.ts'
import { crossOrigin } from './cross-origin.ts'
import { docs } from './docs.ts'
import { createDoorkeeper } from './doorkeeper.ts'
import type { Fetch } from './fetch.ts'
import { guides } from './guides.ts'
import { type HealthOptions, health } from './health.ts'
import { home } from './home.ts'
import type { Crowded } from './large-bodies.ts'
import { measurements } from './measurements.ts'
import type { Observations } from './observe.ts'
import { sandboxMail } from './sandbox-mail.ts'

export interface AppOptions {
  readonly deps: ContextDeps
  readonly readiness: HealthOptions['readiness']
  readonly redis: HealthOptions['redis']
  /** How many proxies of our own stand before us. */
  readonly proxies: number
  readonly observations: Observations
  readonly crowded: Crowded
  readonly metrics: Metrics
  /** Whoever has it may read the metrics, as staff may. */
  readonly metricsToken?: string | undefined
  /** The port that trade chat has of its own, once it is open. */
  readonly tradeChatPort: () => number | undefined
  /** The mail that everybody may read, in the sandbox; elsewhere nobody may, nor try things out. */
  readonly mails?: (() => Promise<mail.KeptMail[]>) | undefined
}

/** Everything Souk answers over plain HTTP. */
export function createHttpApp({
  deps,
  readiness,
  redis,
  proxies,
  tradeChatPort,
  mails,
  metricsToken,
  ...sight
}: AppOptions): Fetch {
  const contextOf = contextFactory(deps, proxies, sight)
  const app = new Hono()
  const { counted, free } = createDoorkeeper(contextOf, sight.observations)
  const reachedAt = (c: Context) => {
    const origin = deps.origin ?? reachedOrigin(headerOf(c), proxies)
    return origin === undefined ? undefined : { origin, tradeChatPort: tradeChatPort() }
  }
  app.route('/', docs(counted('/docs'), reachedAt))
  app.route('/', guides(counted('/docs/guides')))
  app.route('/', home(counted('/'), { sandbox: mails !== undefined }))
  app.use('/health/*', free('/health'))
  app.route('/health', health({ readiness, redis }))
  if (mails) {
    app.route('/', sandboxMail(counted('/sandbox/mail'), mails))
    app.route('/', chatPage(counted('/chat/try')))
  }
  app.route('/', measurements({ metrics: sight.metrics, contextOf, token: metricsToken }))
  app.all('/trpc/*', (c) => {
    const context = contextOf(c, '/trpc')
    const always = { ...SAFE_HEADERS, 'x-request-id': context.requestId }
    const { outgoing } = c.env as HttpBindings
    const http = {
      endpoint: '/trpc',
      request: c.req.raw,
      header: headerOf(c),
      always,
      cutOff: () => outgoing.destroy(),
    }
    return handleTrpc(http, context)
  })
  mountRest(app, { operations: operations.values(), contextOf })
  return crossOrigin(app, deps.allowedOrigins, sight.observations)
}

/** The headers of the API but for the type, which is each answer's own. */
const { 'content-type': _, ...SAFE_HEADERS } = API_HEADERS
