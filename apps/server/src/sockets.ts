import type { IncomingMessage, RequestListener, Server } from 'node:http'
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
  createSocketIo,
  createTrpcSockets,
  routeUpgrades,
  serveTradeChat,
  targetOf,
  type UpgradeHandler,
} from '@souk/realtime'
import type { Config } from './config/config.ts'
import { addressOf, reachedOrigin } from './http/address.ts'
import type { Crowded } from './http/large-bodies.ts'
import { noteRequest, type Watch } from './http/observe.ts'

/** The sockets of a process. */
export interface Sockets {
  readonly connections: Connections
  /** Answers what belongs to a socket and comes as an ordinary request; all else is the listener's. */
  beside(listener: RequestListener): RequestListener
  /** Takes the upgrades of both ports: by path on the main one, for trade chat alone on the other. */
  mount(servers: { main: Server; tradeChat: Server }): void
  /** Closes all of them, so that clients connect again. */
  close(): Promise<void>
}

export interface SocketsOptions {
  readonly deps: ContextDeps
  readonly config: Config
  readonly watch: Watch
  readonly crowded: Crowded
}

/** Makes the documented sockets. */
export function createSockets({ deps, config, watch, crowded }: SocketsOptions): Sockets {
  const connections = createConnections(deps.presence.seen)
  const makeContext = contextMaker(deps)
  const onError = (error: unknown) =>
    watch.log.error({ err: error }, 'reading the event log failed')
  const { bus, clock, database, delivered: onDelivered = () => {} } = deps
  const reading = { db: () => database.db(), bus, onError, onDelivered }
  const rooms = createRooms(reading)
  const capped = capOf(config)
  const accept = (receive: AcceptOptions['receive']) =>
    capped(acceptSockets({ connections, receive }))
  const tradeChat = accept((guest) => (socket) => {
    serveTradeChat(socket, guest, { bus, rooms, connections })
  })
  const socketIo = createSocketIo({
    ...reading,
    clock,
    connections,
    allowedOrigins: config.CORS_ORIGINS,
    perAddress: config.CONNECTIONS_PER_ADDRESS,
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
  return {
    connections,
    beside: (listener) => (request, response) => {
      if (!isSocketIo(request)) return listener(request, response)
      const ctx = makeContext(handshake(request, targetOf(request), config))
      watch.observations.set(request, { route: 'socket.io', requestId: ctx.requestId })
      return socketIo.answer(ctx, request, response, crowded.has(request))
    },
    mount(servers) {
      route(servers.main, [
        ['/ws/trades', tradeChat],
        ['/ws/chat/room', directChat],
        ['/chat/room/ws', directChat],
        ['/ws/p2p', accept(createMarketFeed({ ...reading, connections }))],
        ['/trpc', accept(createTrpcSockets({ bus, connections }))],
        [SOCKET_IO, capped(socketIo.upgrade)],
      ])
      route(servers.tradeChat, [['/', tradeChat]])
    },
    async close() {
      connections.close()
      await socketIo.close()
    },
  }
}

const SOCKET_IO = '/socket.io'

/** Whether a request is one of the polling transport's. */
function isSocketIo({ url = '' }: IncomingMessage): boolean {
  const [path] = url.split('?', 1)
  return path === SOCKET_IO || path === `${SOCKET_IO}/`
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
  const header = (name: string) => request.headers[name]?.toString()
  return {
    header,
    query: (name) => target?.searchParams.get(name),
    secure: false, // sockets set no cookies
    address: addressOf(request, TRUST_PROXY),
    origin: reachedOrigin(header, TRUST_PROXY),
  }
}
