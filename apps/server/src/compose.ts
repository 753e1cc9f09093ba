import type { IncomingMessage, Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { type ContextDeps, createContext } from '@souk/api'
import { accounts, type Ctx, createLoginGuard, housekeeping } from '@souk/core'
import {
  acceptSockets,
  createConnections,
  createLocalBus,
  createRooms,
  routeUpgrades,
  serveTradeChat,
} from '@souk/realtime'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { secretKey } from './config/secret-key.ts'
import { drain, trackConnections } from './drain.ts'
import { clientAddress } from './http/address.ts'
import { createHttpApp } from './http/app.ts'
import { createSocketServer, isPortTaken, listen } from './listen.ts'
import { openDatabase } from './open-database.ts'

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
  /** Stops taking requests, finishes those under way, closes sockets and the database. */
  stop(): Promise<void>
}

const HOUSEKEEPING_EVERY = 10 * 60_000

/** The composition root: everything is made here, once, and handed to what needs it. */
export async function startSouk(
  config: Config,
  log: Logger,
  overrides: Overrides = {},
): Promise<Souk> {
  const { database, where, close } = await openDatabase(config, overrides.onProgress ?? (() => {}))
  try {
    const bus = createLocalBus()
    const deps: ContextDeps = {
      database,
      bus,
      clock: overrides.clock ?? (() => new Date()),
      loginGuard: createLoginGuard(database),
      settings: {
        secretKey: await secretKey(config),
        sandbox: config.sandbox,
        feePercent: config.FEE_PERCENT,
      },
      allowedOrigins: config.CORS_ORIGINS,
      report: (error, requestId) => log.error({ err: error, requestId }, 'unexpected error'),
    }
    const system = systemContext(deps)
    await ensureAdmin(system(), config)

    const { fetch } = createHttpApp({ deps, proxies: config.TRUST_PROXY })
    const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server
    const chatServer = createSocketServer()
    const connections = createConnections()
    const tradeChat = tradeChatHandler(deps, config, connections, log)
    routeUpgrades(server, { '/ws/trades': tradeChat })
    routeUpgrades(chatServer, { '/': tradeChat })
    const tracked = [trackConnections(server), trackConnections(chatServer)]

    const port = await listen(server, config.PORT, config.HOST)
    const tradeChatPort = await listenForChat(chatServer, config, log)
    const timer = setInterval(() => {
      housekeeping(system()).catch((error) => log.error({ err: error }, 'housekeeping failed'))
    }, HOUSEKEEPING_EVERY)
    timer.unref()

    return {
      port,
      tradeChatPort,
      dataAt: where,
      async stop() {
        clearInterval(timer)
        connections.close()
        await Promise.all(tracked.map(drain))
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Contexts for what Souk does by itself. */
function systemContext({ database, ...deps }: ContextDeps): () => Ctx {
  return () => ({ ...deps, actor: { kind: 'system' }, address: 'system', db: database.db() })
}

async function ensureAdmin(ctx: Ctx, config: Config): Promise<void> {
  const { ADMIN_USERNAME: username, ADMIN_PASSWORD: password } = config
  if (username && password) await accounts.ensureStaff(ctx, { username, password })
}

function tradeChatHandler(
  deps: ContextDeps,
  config: Config,
  connections: ReturnType<typeof createConnections>,
  log: Logger,
) {
  const { bus, database } = deps
  const contextOf = (request: IncomingMessage) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://socket')
    const header = (name: string) => request.headers[name]?.toString()
    const { remoteAddress } = request.socket
    return createContext(deps, {
      header,
      query: (name) => searchParams.get(name),
      address: clientAddress(remoteAddress, header('x-forwarded-for'), config.TRUST_PROXY),
    })
  }
  const onError = (error: unknown) => log.error({ err: error }, 'reading the event log failed')
  const rooms = createRooms({ db: () => database.db(), bus, onError })
  return acceptSockets(contextOf, (socket, request) =>
    serveTradeChat(socket, request, { bus, rooms, connections, contextOf }),
  )
}

/** The default chat port is a convenience: when somebody else has it, Souk goes on without. */
async function listenForChat(
  server: Server,
  config: Config,
  log: Logger,
): Promise<number | undefined> {
  try {
    return await listen(server, config.TRADE_CHAT_PORT, config.HOST)
  } catch (error) {
    if (config.tradeChatPortIsExplicit || !isPortTaken(error)) throw error
    log.warn(`port ${config.TRADE_CHAT_PORT} is taken: trade chat is at /ws/trades only`)
    return undefined
  }
}
