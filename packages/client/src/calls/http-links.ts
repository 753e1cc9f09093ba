import { httpBatchLink, httpLink, type Operation, splitLink, type TRPCLink } from '@trpc/client'
import type { Fetch, FetchInit } from '../options.ts'
import type { AppRouter } from '../router.ts'
import { headersOf } from './call-context.ts'
import { FILE_PROCEDURES, fileFetch } from './file-fetch.ts'
import { jsonFetch } from './json-fetch.ts'

/** As many calls as Souk takes in one request. */
const MAX_BATCH = 20
/** Proxies commonly refuse longer addresses than this. */
const MAX_URL = 4000

/**
 * Sends calls over HTTP: queries of the same moment in one request, and each mutation in its own,
 * because its idempotency key is a header; what answers with a file likewise, for that is all of its answer.
 */
export function httpLinks(url: string, fetch: Fetch | undefined): TRPCLink<AppRouter> {
  const shared = { url, fetch: loadedBy(jsonFetch(fetch)) }
  const alone = { url, headers: ({ op }: { op: Operation }) => headersOf(op.context) }
  const files = httpLink({ ...alone, fetch: loadedBy(fileFetch(fetch)) })
  const calls = splitLink({
    condition: ({ type }) => type === 'mutation',
    true: httpLink({ ...alone, ...shared }),
    false: httpBatchLink({
      ...shared,
      maxItems: MAX_BATCH,
      maxURLLength: MAX_URL,
      headers: ({ opList }) => headersOf((opList.at(-1) ?? opList[0]).context),
    }),
  })
  return splitLink({
    condition: ({ path }) => FILE_PROCEDURES.includes(path),
    true: files,
    false: calls,
  })
}

/** tRPC's type allows more than its links ever pass: a string, and a complete init. */
function loadedBy(load: ReturnType<typeof jsonFetch>) {
  return (url: unknown, init: unknown) => load(String(url), init as FetchInit)
}
