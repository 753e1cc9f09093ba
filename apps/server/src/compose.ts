import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import {
  type Ctx,
  ensureStaff,
  giveBackTime,
  housekeeping,
  mail,
  type Outside,
  recordHeartbeat,
} from '@souk/core'
import type { Database } from '@souk/database'
import type { Logger } from 'pino'
import { type Config, ConfigError } from './config/config.ts'
import { createCoreDeps, createDeps, systemContext } from './deps.ts'
import { drain, trackConnections } from './drain.ts'
import { lastResort } from './http/answers.ts'
import { createHttpApp } from './http/app.ts'
import { type Observations, observed } from './http/observe.ts'
import { createSocketServer, isPortTaken, listen } from './listen.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { openBus } from './outside/open-bus.ts'
import { openDatabase } from './outside/open-database.ts'
import { type JobPace, openJobs } from './outside/open-jobs.ts'
import { openMailer } from './outside/open-mailer.ts'
import { openRateLimiter } from './outside/open-rate-limiter.ts'
import { openRates } from './outside/open-rates.ts'
import { mountSockets } from './sockets.ts'

/** What tests replace. */
export interface Overrides extends Partial<Outside> {
  readonly clock?: () => Date
  readonly jobPace?: JobPace
  readonly onProgress?: (message: string) => void
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
}

const HOUSEKEEPING_EVERY = 10 * 60_000
/** A third of the silence that counts (`recordHeartbeat`): one beat may fail, and the next be late. */
const HEARTBEAT_EVERY = 5000

/** The composition root: everything is made here, once, and handed to what needs it. */
export async function startSouk(
  config: Config,
  log: Logger,
  { clock = () => new Date(), onProgress = () => {}, ...overrides }: Overrides = {},
): Promise<Souk> {
  const { database, where, close } = await openDatabase(config, { migrate: true, onProgress })
  const undo: (() => Promise<void> | void)[] = [close]
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const { bus, redis, close: closeBus } = openBus(config, database, log)
    const { limiter, close: closeLimiter } = openRateLimiter(config, log)
    const { mailer, close: closeMailer } = await openMailer(config)
    undo.push(closeBus, closeLimiter, closeMailer)
    const outside = {
      rates: overrides.rates ?? openRates(config, clock, log),
      mailer: overrides.mailer ?? mailer,
      chains: overrides.chains,
      wait: overrides.wait,
    }
    const core = await createCoreDeps(config, database, bus, outside, clock)
    const system = () => systemContext(core, database)
    await ensureAdmin(system(), config)
    await beat(system(), log)
    const metrics = createMetrics({
      sockets: () => connections.size,
      pool: () => poolState(database),
    })
    const deps = createDeps(core, { config, database, limiter, log, metrics })

    const observations: Observations = new WeakMap()
    const proxies = config.TRUST_PROXY
    const mails = config.sandbox ? () => mail.recentMails(system()) : undefined
    const fetch = createHttpApp({ deps, redis, proxies, mails, observations, metrics })
    const errorHandler = lastResort(deps.report)
    const listener = getRequestListener(fetch, { errorHandler })
    const main = createServer(observed(listener, observations, log, metrics))
    const tradeChat = createSocketServer()
    const connections = mountSockets({ main, tradeChat }, deps, config, log)
    const servers = [main, tradeChat].map(trackConnections)
    const jobs = await openJobs({ database, system, log, metrics, pace: overrides.jobPace })
    undo.push(
      () => Promise.all([...servers.map(drain), jobs.stop()]).then(() => {}),
      () => connections.close(),
    )
    undo.push(
      repeat('housekeeping', HOUSEKEEPING_EVERY, () => housekeeping(system()), { log, metrics }),
      repeat('heartbeat', HEARTBEAT_EVERY, () => beat(system(), log), { log, metrics }),
    )

    const port = await listenOn(main, 'PORT', config)
    const tradeChatPort = await listenForChat(tradeChat, config, log)
    return { port, tradeChatPort, dataAt: where, sockets: () => connections.size, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function poolState({ pool }: Database) {
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }
}

async function ensureAdmin(ctx: Ctx, config: Config): Promise<void> {
  const { ADMIN_USERNAME: username, ADMIN_PASSWORD: password } = config
  if (username && password) await ensureStaff(ctx, { username, password })
}

/** Does something every now and then, unless it is still at it. @returns how to stop. */
function repeat(
  name: string,
  milliseconds: number,
  work: () => Promise<void>,
  { log, metrics }: { log: Logger; metrics: Metrics },
): () => void {
  let underWay = false
  const timer = setInterval(() => {
    if (underWay) return
    underWay = true
    work()
      .then(
        () => metrics.job(name, 'done'),
        (error) => {
          metrics.job(name, 'failed')
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

/** @throws ConfigError when somebody else has the port */
async function listenOn(
  server: Server,
  name: 'PORT' | 'TRADE_CHAT_PORT',
  config: Config,
): Promise<number> {
  try {
    return await listen(server, config[name], config.HOST)
  } catch (error) {
    if (!isPortTaken(error)) throw error
    throw new ConfigError(`Port ${config[name]} is taken: stop what uses it, or set ${name}.`)
  }
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
    if (config.tradeChatPortIsExplicit || !(error instanceof ConfigError)) throw error
    log.warn(`port ${config.TRADE_CHAT_PORT} is taken: trade chat is at /ws/trades only`)
    return undefined
  }
}
