import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { accounts, type Ctx, housekeeping } from '@souk/core'
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
import { openBus } from './open-bus.ts'
import { openDatabase } from './open-database.ts'
import { openRateLimiter } from './open-rate-limiter.ts'
import { mountSockets } from './sockets.ts'

/** What tests replace. */
export interface Overrides {
  readonly clock?: () => Date
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

/** The composition root: everything is made here, once, and handed to what needs it. */
export async function startSouk(
  config: Config,
  log: Logger,
  { clock, onProgress = () => {} }: Overrides = {},
): Promise<Souk> {
  const { database, where, close } = await openDatabase(config, { migrate: true, onProgress })
  const undo: (() => Promise<void> | void)[] = [close]
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const { bus, redis, close: closeBus } = openBus(config, database, log)
    const { limiter, close: closeLimiter } = openRateLimiter(config, log)
    undo.push(closeBus, closeLimiter)
    const core = await createCoreDeps(config, database, bus, clock)
    const system = () => systemContext(core, database)
    await ensureAdmin(system(), config)
    const metrics = createMetrics({
      sockets: () => connections.size,
      pool: () => poolState(database),
    })
    const deps = createDeps(core, { config, database, limiter, log, metrics })

    const observations: Observations = new WeakMap()
    const proxies = config.TRUST_PROXY
    const fetch = createHttpApp({ deps, redis, proxies, observations, metrics })
    const errorHandler = lastResort(deps.report)
    const listener = getRequestListener(fetch, { errorHandler })
    const main = createServer(observed(listener, observations, log, metrics))
    const tradeChat = createSocketServer()
    const connections = mountSockets({ main, tradeChat }, deps, config, log)
    const servers = [main, tradeChat].map(trackConnections)
    undo.push(
      () => Promise.all(servers.map(drain)).then(() => {}),
      () => connections.close(),
    )
    undo.push(startHousekeeping(system, log, metrics))

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
  if (username && password) await accounts.ensureStaff(ctx, { username, password })
}

/** Removes what has expired every now and then. @returns how to stop. */
function startHousekeeping(system: () => Ctx, log: Logger, metrics: Metrics): () => void {
  const timer = setInterval(() => {
    housekeeping(system()).then(
      () => metrics.job('housekeeping', 'done'),
      (error) => {
        metrics.job('housekeeping', 'failed')
        log.error({ err: error }, 'housekeeping failed')
      },
    )
  }, HOUSEKEEPING_EVERY)
  timer.unref()
  return () => clearInterval(timer)
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
