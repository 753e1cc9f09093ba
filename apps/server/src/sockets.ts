import type { IncomingMessage, Server } from 'node:http'
import { type ContextDeps, contextMaker, type RequestInfo } from '@souk/api'
import { SoukError } from '@souk/contract'
import {
  type AcceptOptions,
  acceptSockets,
  type Connections,
  createConnections,
  createDirectChat,
  createMarketFeed,
  createPlaces,
  createRooms,
  createTrpcSockets,
  routeUpgrades,
  serveTradeChat,
  type UpgradeHandler,
} from '@souk/realtime'
import type { Config } from './config/config.ts'
import { addressOf } from './http/address.ts'
import { noteRequest, type Watch } from './http/observe.ts'

/** Mounts the documented sockets: on the main port by path, and alone on the chat port. */
export function mountSockets(
  servers: { main: Server; tradeChat: Server },
  deps: ContextDeps,
  config: Config,
  watch: Watch,
): Connections {
  const connections = createConnections(deps.presence.seen)
  const makeContext = contextMaker(deps)
  const onError = (error: unknown) =>
    watch.log.error({ err: error }, 'reading the event log failed')
  const { bus, database, delivered: onDelivered = () => {} } = deps
  const reading = { db: () => database.db(), bus, onError, onDelivered }
  const rooms = createRooms(reading)
  const capped = capOf(config)
  const accept = (receive: AcceptOptions['receive']) =>
    capped(acceptSockets({ connections, receive }))
  const tradeChat = accept((guest) => (socket) => {
    serveTradeChat(socket, guest, { bus, rooms, connections })
  })
  const route = (server: Server, handlers: readonly [path: string, UpgradeHandler][]) => {
    const starts = new WeakMap<IncomingMessage, number>()
    routeUpgrades(server, {
      handlers: new Map(handlers),
      contextOf(request, target) {
        starts.set(request, performance.now())
        return makeContext(handshake(request, target, config))
      },
      onAnswered(request, { status, requestId }) {
        const start = starts.get(request) ?? performance.now()
        noteRequest(watch, request, { route: 'upgrade', status, requestId, start })
      },
    })
  }
  const directChat = accept(createDirectChat({ ...reading, connections }))
  route(servers.main, [
    ['/ws/trades', tradeChat],
    ['/ws/chat/room', directChat],
    ['/chat/room/ws', directChat],
    ['/ws/p2p', accept(createMarketFeed({ ...reading, connections }))],
    ['/trpc', accept(createTrpcSockets({ bus, connections }))],
  ])
  route(servers.tradeChat, [['/', tradeChat]])
  return connections
}

/**
 * Behind proxies of our own all connections are theirs, and not counted as they come: here, where it is
 * known who stands behind them, sockets are.
 */
function capOf({ TRUST_PROXY, CONNECTIONS_PER_ADDRESS }: Config) {
  const places = createPlaces<string>(CONNECTIONS_PER_ADDRESS)
  return (handler: UpgradeHandler): UpgradeHandler => {
    if (TRUST_PROXY === 0) return handler
    return async (ctx, upgrade) => {
      const place = places.take(ctx.core.address)
      if (!place) throw new SoukError('RATE_LIMITED', 'Too many connections')
      upgrade.socket.once('close', place.leave)
      return handler(ctx, upgrade)
    }
  }
}

/** What a request to open a socket says of itself. */
function handshake(
  request: IncomingMessage,
  target: URL | undefined,
  { TRUST_PROXY }: Config,
): RequestInfo {
  return {
    header: (name) => request.headers[name]?.toString(),
    query: (name) => target?.searchParams.get(name),
    secure: false, // sockets set no cookies
    address: addressOf(request, TRUST_PROXY),
  }
}
