import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { ApiContext } from './context.ts'
import { appRouter } from './router.ts'

/** More calls than this in one HTTP request are refused. */
export const MAX_BATCH = 20

/** Serves tRPC over HTTP below `endpoint`. */
export function handleTrpc(
  endpoint: string,
  request: Request,
  context: ApiContext,
): Promise<Response> {
  return fetchRequestHandler({
    endpoint,
    req: request,
    router: appRouter,
    createContext: () => context,
    maxBatchSize: MAX_BATCH,
  })
}
