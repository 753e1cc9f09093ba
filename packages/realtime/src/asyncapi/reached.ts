import type { AsyncApi } from './document.ts'

/** Where a client reaches Souk. */
export interface Reached {
  /** Of the main port, as it is seen from outside: `https://souk.example`. */
  readonly origin: string
  /** The port that trade chat has of its own, where it has one. */
  readonly tradeChatPort: number | undefined
}

/** The document for whoever reaches Souk there: its servers are those, and no others. */
export function asyncApiAt(document: AsyncApi, reached: Reached): AsyncApi {
  const { host, hostname, protocol: scheme } = new URL(reached.origin)
  const protocol = scheme === 'https:' ? 'wss' : 'ws'
  const { main, tradeChat, socketIo } = document.servers
  const servers = { main: { ...main, host, protocol }, socketIo: { ...socketIo, host } }
  if (reached.tradeChatPort === undefined || !tradeChat) return withoutTradeChat(document, servers)
  const own = { ...tradeChat, host: `${hostname}:${reached.tradeChatPort}`, protocol }
  return { ...document, servers: { ...servers, tradeChat: own } }
}

/** Without the port that nobody has open, and what stands there: it stands at the main port too. */
function withoutTradeChat(document: AsyncApi, servers: AsyncApi['servers']): AsyncApi {
  const channels = Object.entries(document.channels)
  const isThere = ([, channel]: (typeof channels)[number]) =>
    channel.servers.every(({ $ref }) => $ref !== '#/servers/tradeChat')
  const gone = new Set(channels.filter((one) => !isThere(one)).map(([key]) => `#/channels/${key}`))
  const operations = Object.entries(document.operations)
  return {
    ...document,
    servers,
    channels: Object.fromEntries(channels.filter(isThere)),
    operations: Object.fromEntries(
      operations.filter(([, operation]) => !gone.has(operation.channel.$ref)),
    ),
  }
}
