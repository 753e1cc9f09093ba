import type { IncomingMessage, Server } from 'node:http'
import { type ApiContext, type ContextDeps, createContext } from '@souk/api'
import {
  acceptSockets,
  type Connections,
  createConnections,
  createRooms,
  createTrpcSockets,
  routeUpgrades,
  serveTradeChat,
} from '@souk/realtime'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { addressOf } from './http/address.ts'

/** Mounts the documented sockets: on the main port by path, and alone on the chat port. */
export function mountSockets(
  servers: { main: Server; tradeChat: Server },
  deps: ContextDeps,
  config: Config,
  log: Logger,
): Connections {
  const connections = createConnections()
  const contextOf = (request: IncomingMessage) => socketContext(deps, config, request)
  const onError = (error: unknown) => log.error({ err: error }, 'reading the event log failed')
  const { bus, database, delivered: onDelivered = () => {} } = deps
  const rooms = createRooms({ db: () => database.db(), bus, onError, onDelivered })
  const tradeChat = acceptSockets({
    connections,
    contextOf,
    serve: (socket, guest) => serveTradeChat(socket, guest, { bus, rooms, connections }),
  })
  const serveTrpc = createTrpcSockets({ bus, connections })
  const trpc = acceptSockets({ connections, contextOf, serve: serveTrpc })
  routeUpgrades(servers.main, { '/ws/trades': tradeChat, '/trpc': trpc })
  routeUpgrades(servers.tradeChat, { '/': tradeChat })
  return connections
}

function socketContext(deps: ContextDeps, config: Config, request: IncomingMessage): ApiContext {
  const { searchParams } = new URL(request.url ?? '/', 'http://socket')
  const header = (name: string) => request.headers[name]?.toString()
  return createContext(deps, {
    header,
    query: (name) => searchParams.get(name),
    secure: false, // sockets set no cookies
    address: addressOf(request, config.TRUST_PROXY),
  })
}
