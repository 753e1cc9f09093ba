import type { IncomingMessage, RequestListener } from 'node:http'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'

/** What the log and the metrics should know of a request beyond its first line. */
export interface Observation {
  readonly route: string
  readonly requestId: string
}

/** Notes, while a request is handled, what will be told of it once it is answered. */
export type Observations = WeakMap<IncomingMessage, Observation>

/**
 * One log line and one count a request, written when its answer is out. The line names the path and
 * never the query, which may carry a token; the count names the route, for paths can be made up.
 */
export function observed(
  listener: RequestListener,
  observations: Observations,
  log: Logger,
  metrics: Metrics,
): RequestListener {
  return (request, response) => {
    const start = performance.now()
    response.once('finish', () => {
      const { method = '', url = '' } = request
      const status = response.statusCode
      const { route = 'other', requestId } = observations.get(request) ?? {}
      const milliseconds = performance.now() - start
      metrics.request(route, method, status, milliseconds / 1000)
      const ms = Math.round(milliseconds * 10) / 10
      const [path] = url.split('?', 1)
      log.info({ method, path, status, ms, requestId }, 'request')
    })
    return listener(request, response)
  }
}
