import { createTRPCClient, splitLink, type TRPCClient } from '@trpc/client'
import { callLink } from './calls/call-link.ts'
import { httpLinks } from './calls/http-links.ts'
import { createCredentials } from './credentials.ts'
import { endpointsOf } from './endpoints.ts'
import type { FileCalls } from './file-calls.ts'
import type { ClientOptions } from './options.ts'
import { retryPolicy } from './retry.ts'
import type { AppRouter } from './router.ts'
import { createSubscriptions } from './subscriptions/subscriptions.ts'

/** tRPC's client of Souk: `client.trades.buy.mutate({ id })`. */
export type SoukClient = FileCalls &
  TRPCClient<AppRouter> & {
    /** Ends all subscriptions and closes their socket. Calls under way go on. */
    close(): Promise<void>
  }

/**
 * Makes a client of one Souk for one user. It opens nothing until it is used.
 *
 *     const client = createClient({ url: 'https://souk.example', token })
 *     const { items } = await client.trades.list.query({ asset: 'btc' })
 */
export function createClient(options: ClientOptions): SoukClient {
  const { http, ws } = endpointsOf(options.url)
  const credentials = createCredentials(options)
  const retry = retryPolicy(options.retry)
  const subscriptions = createSubscriptions({
    url: ws,
    WebSocket: options.WebSocket,
    credentials,
    retry,
  })
  const client = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: subscriptions.link,
        false: [callLink({ credentials, retry }), httpLinks(http, options.fetch)],
      }),
    ],
  })
  return withClose(client, subscriptions.close)
}

function withClose(client: TRPCClient<AppRouter>, close: () => Promise<void>): SoukClient {
  const get = (target: object, name: string | symbol) =>
    name === 'close' ? close : Reflect.get(target, name)
  return new Proxy(client, { get }) as SoukClient
}
