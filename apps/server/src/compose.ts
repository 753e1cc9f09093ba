import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type RateLimiter, removeLeftovers, type Spool } from '@souk/api'
import { SoukError } from '@souk/contract'
import {
  type Ctx,
  ensureStaff,
  findUnreadable,
  giveBackTime,
  housekeeping,
  mail,
  type Outside,
  recordHeartbeat,
  type WebhookDoor,
} from '@souk/core'
import type { Database } from '@souk/database'
import { createPlaces } from '@souk/realtime'
import { compileWebhooks } from '@souk/rest-door'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { type CoreDeps, createCoreDeps, createDeps, systemContext } from './deps.ts'
import { drain } from './drain.ts'
import { addressOf, clientAddress } from './http/address.ts'
import { lastResort } from './http/answers.ts'
import { createHttpApp } from './http/app.ts'
import { boundBodies, type Crowded } from './http/large-bodies.ts'
import type { Watch } from './http/observe.ts'
import { createRefusalLog } from './http/refusal-log.ts'
import { createHttpServer, socketsOnly } from './http/server.ts'
import { listenOn, PortTaken } from './listen.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { trackConnections } from './open-connections.ts'
import { openOutbox } from './open-outbox.ts'
import { openBlobs } from './outside/open-blobs.ts'
import { openBus } from './outside/open-bus.ts'
import { openClock } from './outside/open-clock.ts'
import { openDatabase } from './outside/open-database.ts'
import { type JobPace, openJobs } from './outside/open-jobs.ts'
import { openMailer } from './outside/open-mailer.ts'
import { openRateLimiter } from './outside/open-rate-limiter.ts'
import { openRates } from './outside/open-rates.ts'
import { openWebhooks } from './outside/webhooks/open-webhooks.ts'
import { createWebhookSender } from './outside/webhooks/sender.ts'
import { createReadiness } from './readiness.ts'
import { createSockets } from './sockets.ts'
import { within } from './within.ts'

/** What tests replace. */
export interface Overrides extends Partial<Outside> {
  readonly clock?: () => Date
  readonly jobPace?: JobPace
  /** In place of the limits of the configuration. */
  readonly limiter?: RateLimiter
  /** How long files may take to come. */
  readonly filePatience?: Pick<Spool, 'whole' | 'idle'>
  readonly onProgress?: (message: string) => void
  /** Told when the embedded PostgreSQL has gone for good. */
  readonly onLost?: (error: Error) => void
}

/** A running Souk. */
export interface Souk {
  readonly port: number
  /** Undefined when the default port was taken by someone else. */
  readonly tradeChatPort: number | undefined
  readonly dataAt: string
  /** How many sockets are open. */
  sockets(): number
  /** Stops taking requests, finishes those under way, closes sockets and the database. */
  stop(): Promise<void>
  /** Makes the stopping that is under way wait for nobody; the database is still closed in order. */
  hurry(): void
}

const HOUSEKEEPING_EVERY = 10 * 60_000
/** A third of the silence that counts (`recordHeartbeat`): one beat may fail, and the next be late. */
const HEARTBEAT_EVERY = 5000

/**
 * Milliseconds in which Souk stops, whatever hangs: supervisors kill after ten seconds, and then what
 * could still have been put in order is not.
 */
const STOP_WITHIN = 6500

/** The composition root: everything is made here, once, and handed to what needs it. */
export async function startSouk(
  config: Config,
  log: Logger,
  { onProgress = () => {}, onLost = () => {}, ...overrides }: Overrides = {},
): Promise<Souk> {
  const opening = { migrate: true, onProgress, onLost }
  const { database, where, close } = await openDatabase(config, opening)
  const undo: (() => Promise<void> | void)[] = [close]
  const hurried = Promise.withResolvers<void>()
  const stopAll = async () => {
    const end = performance.now() + STOP_WITHIN
    for (const step of undo.splice(0).reverse()) {
      const left = Math.max(0, end - performance.now())
      const done = within(left, Promise.resolve().then(step)).catch((error) => {
        log.error({ err: error }, 'stopping was not possible in order')
      })
      // An embedded PostgreSQL that is not stopped would go on without us.
      await (step === close ? done : Promise.race([done, hurried.promise]))
    }
  }
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= stopAll()
    return stopped
  }
  try {
    const { clock, synchronise } = await openClock(database, overrides.clock)
    const { bus, onWake, redis, close: closeBus } = openBus(config, database, log)
    const limiting = openRateLimiter(config, log)
    const { limiter = limiting.limiter } = overrides
    const { mailer, close: closeMailer } = await openMailer(config)
    const { blobs, spool } = openBlobs(config, log, overrides.filePatience)
    undo.push(closeBus, limiting.close, closeMailer)
    const outside = {
      rates: overrides.rates ?? openRates(config, clock, log),
      mailer: overrides.mailer ?? mailer,
      chains: overrides.chains,
      blobs: overrides.blobs ?? blobs,
      wait: overrides.wait,
      webhooks: overrides.webhooks ?? openDoor(config),
    }
    const core = await createCoreDeps(config, database, bus, outside, clock)
    undo.push(() => flush(core))
    const system = () => systemContext(core, database)
    await ensureAdmin(system(), config, log)
    await warnOfOtherKey(system(), log)
    await beat(system(), log)
    const live = async () => {
      await synchronise()
      await beat(system(), log)
    }
    const metrics = createMetrics({
      sockets: () => sockets.connections.size,
      pool: () => poolState(database),
    })
    const deps = createDeps(core, { config, database, limiter, spool, log, metrics })

    const proxies = config.TRUST_PROXY
    const watch: Watch = {
      observations: new WeakMap(),
      log,
      metrics,
      mayLogRefusal: createRefusalLog(log),
      count(request) {
        const taken = limiter.take({ kind: 'anonymous' }, addressOf(request, proxies), 'calls')
        taken.catch((error) => log.warn({ err: error }, 'a request could not be counted'))
      },
    }
    const { observations } = watch
    const crowded: Crowded = new WeakSet()
    const mails = config.sandbox ? () => mail.recentMails(system()) : undefined
    const metricsToken = config.METRICS_TOKEN
    const readiness = createReadiness(core.sessions, database)
    let tradeChatPort: number | undefined
    const fetch = createHttpApp({
      deps,
      readiness,
      redis,
      proxies,
      tradeChatPort: () => tradeChatPort,
      mails,
      observations,
      crowded,
      metrics,
      metricsToken,
    })
    const errorHandler = lastResort(deps.report)
    const listener = getRequestListener(fetch, { errorHandler })
    const sockets = createSockets({ deps, config, watch, crowded })
    const bounded = boundBodies(sockets.beside(listener), proxies, crowded)
    const main = createHttpServer(bounded, watch)
    const tradeChat = createHttpServer(socketsOnly, watch)
    sockets.mount({ main, tradeChat })
    const open = openConnections(config, log)
    const servers = [main, tradeChat].map(open.track)
    const jobs = await openJobs({ database, system, log, metrics, pace: overrides.jobPace })
    const webhooks = openWebhooks({ system, log, metrics, onWake })
    const outbox = openOutbox({ system, log, metrics, onWake })
    undo.push(
      () => outbox.stop(),
      () => Promise.all([...servers.map(drain), jobs.stop(), webhooks.stop()]).then(() => {}),
      () => sockets.close(),
      () => open.stop(),
    )
    undo.push(
      repeat('housekeeping', HOUSEKEEPING_EVERY, () => housekeeping(system()), { log, metrics }),
      repeat('leftovers', HOUSEKEEPING_EVERY, () => removeLeftovers(spool), { log, metrics }),
      repeat('heartbeat', HEARTBEAT_EVERY, live, { log, metrics }),
    )

    const port = await listenOn(main, 'PORT', config)
    tradeChatPort = await listenForChat(tradeChat, config, log)
    return {
      port,
      tradeChatPort,
      dataAt: where,
      sockets: () => sockets.connections.size,
      stop,
      hurry: hurried.resolve,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The way to webhooks, in the words of REST. */
function openDoor({ WEBHOOK_ALLOWED_NETWORKS: networks }: Config): WebhookDoor {
  return { ...createWebhookSender({ networks }), present: compileWebhooks() }
}

/** So many connections an address, unless they are all a proxy's of our own. */
function openConnections({ TRUST_PROXY, CONNECTIONS_PER_ADDRESS }: Config, log: Logger) {
  const most = TRUST_PROXY > 0 ? Number.POSITIVE_INFINITY : CONNECTIONS_PER_ADDRESS
  const places = createPlaces<string>(most)
  const address = ({ remoteAddress }: Socket) => clientAddress(remoteAddress, undefined, 0)
  return trackConnections({
    admit: (socket) => places.take(address(socket)),
    onRefused: (socket) => log.info({ address: address(socket) }, 'too many connections'),
  })
}

/** Writes what has been gathered, before the database closes. */
async function flush({ presence, views, arrivals }: CoreDeps): Promise<void> {
  await Promise.all([presence.flush(), views.flush(), arrivals.flush()])
}

function poolState({ pool }: Database) {
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }
}

/** A banned one stays banned: to start anew is nobody's decision. */
async function ensureAdmin(ctx: Ctx, config: Config, log: Logger): Promise<void> {
  const { ADMIN_USERNAME: username, ADMIN_PASSWORD: password } = config
  if (!username || !password) return
  await ensureStaff(ctx, { username, password }).catch((error) => {
    if (!(error instanceof SoukError) || error.code !== 'RESTRICTED') throw error
    log.warn(`ADMIN_USERNAME: ${error.message}`)
  })
}

/** Signs that the secret key is not the one that was there before. */
async function warnOfOtherKey(ctx: Ctx, log: Logger): Promise<void> {
  const lost = await findUnreadable(ctx)
  if (lost.length === 0) return
  log.warn(
    { lost },
    'SECRET_KEY is not the one under which this database was used: access tokens are refused, ' +
      'and who has no refresh token has to sign in again. ' +
      'If that was not meant, stop, and start with the key there was',
  )
}

/** Does something every now and then, unless it is still at it. @returns how to stop. */
function repeat(
  name: string,
  milliseconds: number,
  work: () => Promise<void>,
  { log, metrics }: { log: Logger; metrics: Metrics },
): () => void {
  let underWay = false
  const count = metrics.job(name)
  const timer = setInterval(() => {
    if (underWay) return
    underWay = true
    work()
      .then(
        () => count('done'),
        (error) => {
          count('failed')
          log.error({ err: error }, `${name} failed`)
        },
      )
      .finally(() => {
        underWay = false
      })
  }, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}

/** Says that Souk is there, and logs how long nobody was. */
async function beat(ctx: Ctx, log: Logger): Promise<void> {
  const seconds = await recordHeartbeat(ctx, giveBackTime)
  if (seconds !== null) log.warn({ seconds }, 'nobody was there: running windows last longer')
}

/** The default chat port is a convenience: when somebody else has it, Souk goes on without. */
async function listenForChat(
  server: Server,
  config: Config,
  log: Logger,
): Promise<number | undefined> {
  try {
    return await listenOn(server, 'TRADE_CHAT_PORT', config)
  } catch (error) {
    if (config.tradeChatPortIsExplicit || !(error instanceof PortTaken)) throw error
    log.warn(`port ${config.TRADE_CHAT_PORT} is taken: trade chat is at /ws/trades only`)
    return undefined
  }
}
