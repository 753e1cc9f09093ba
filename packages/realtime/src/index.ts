export { type AcceptOptions, acceptSockets } from './accept.ts'
export { soukAsyncApi, soukAsyncApiText } from './asyncapi/committed.ts'
export type {
  AsyncApi,
  Direction,
  DocumentedChannel,
  DocumentedMessage,
} from './asyncapi/document.ts'
export { asyncApiAt, type Reached } from './asyncapi/reached.ts'
export { createLocalBus, type LocalBus } from './bus.ts'
export { type Connections, createConnections } from './connections.ts'
export { createDirectChat } from './direct-chat/serve-direct-chat.ts'
export { createMarketFeed } from './market-feed/serve-market-feed.ts'
export { createPlaces, type Places } from './places.ts'
export { pollHeads } from './poll-heads.ts'
export { createRedisBus } from './redis-bus.ts'
export { createTrpcSockets } from './serve-trpc.ts'
export { createSocketIo, type SocketIo } from './socket-io/serve-socket-io.ts'
export { createRooms } from './trade-chat/rooms.ts'
export { serveTradeChat } from './trade-chat/trade-chat.ts'
export {
  asksForWebSocket,
  refuseUpgrade,
  routeUpgrades,
  targetOf,
  type UpgradeHandler,
} from './upgrade-router.ts'
