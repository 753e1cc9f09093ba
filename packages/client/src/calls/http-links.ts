import { httpBatchLink, httpLink, splitLink, type TRPCLink } from '@trpc/client'
import type { Fetch, FetchInit } from '../options.ts'
import type { AppRouter } from '../router.ts'
import { headersOf } from './call-context.ts'
import { jsonFetch } from './json-fetch.ts'

/** As many calls as Souk takes in one request. */
const MAX_BATCH = 20
/** Proxies commonly refuse longer addresses than this. */
const MAX_URL = 4000

/**
 * Sends calls over HTTP: queries of the same moment in one request, and each mutation in its own,
 * because its idempotency key is a header.
 */
export function httpLinks(url: string, fetch: Fetch | undefined): TRPCLink<AppRouter> {
  const load = jsonFetch(fetch)
  // tRPC's type allows more than its links ever pass: a string, and a complete init.
  const shared = {
    url,
    fetch: (url: unknown, init: unknown) => load(String(url), init as FetchInit),
  }
  return splitLink({
    condition: ({ type }) => type === 'mutation',
    true: httpLink({ ...shared, headers: ({ op }) => headersOf(op.context) }),
    false: httpBatchLink({
      ...shared,
      maxItems: MAX_BATCH,
      maxURLLength: MAX_URL,
      headers: ({ opList }) => headersOf((opList.at(-1) ?? opList[0]).context),
    }),
  })
}
