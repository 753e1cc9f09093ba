import type { IncomingMessage, Server } from 'node:http'
import { type ContextDeps, contextMaker, type RequestInfo } from '@souk/api'
import {
  type AcceptOptions,
  acceptSockets,
  type Connections,
  createConnections,
  createMarketFeed,
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
  const makeContext = contextMaker(deps)
  const contextOf = (request: IncomingMessage) => makeContext(handshake(request, config))
  const onError = (error: unknown) => log.error({ err: error }, 'reading the event log failed')
  const { bus, database, delivered: onDelivered = () => {} } = deps
  const reading = { db: () => database.db(), bus, onError, onDelivered }
  const rooms = createRooms(reading)
  const accept = (receive: AcceptOptions['receive']) =>
    acceptSockets({ connections, contextOf, receive })
  const tradeChat = accept((guest) => (socket) => {
    serveTradeChat(socket, guest, { bus, rooms, connections })
  })
  routeUpgrades(servers.main, {
    '/ws/trades': tradeChat,
    '/ws/p2p': accept(createMarketFeed({ ...reading, connections })),
    '/trpc': accept(createTrpcSockets({ bus, connections })),
  })
  routeUpgrades(servers.tradeChat, { '/': tradeChat })
  return connections
}

/** What a request to open a socket says of itself. */
function handshake(request: IncomingMessage, { TRUST_PROXY }: Config): RequestInfo {
  const { searchParams } = new URL(request.url ?? '/', 'http://socket')
  return {
    header: (name) => request.headers[name]?.toString(),
    query: (name) => searchParams.get(name),
    secure: false, // sockets set no cookies
    address: addressOf(request, TRUST_PROXY),
  }
}
