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

/** Who hears of every request. */
export interface Watch {
  readonly observations: Observations
  readonly log: Logger
  readonly metrics: Metrics
  /** Whether a request that was refused for there being too many may have a line in the log. */
  readonly mayLogRefusal: () => boolean
  /** Takes a request that reached no route from the quota of its address. */
  readonly count: (request: IncomingMessage) => void
}

/** How a request ended. */
export interface Ending extends Partial<Observation> {
  readonly status: number
  /** When it came, by `performance.now()`. */
  readonly start: number
  readonly isAborted?: boolean
}

/** Refusals that cost their sender nothing: told one by one, a flood of them would fill a disk. */
const REFUSED: ReadonlySet<number> = new Set([426, 429])

/** The status, in log and metrics, of a request whose client left before there was an answer. */
const CLIENT_LEFT = 499

/**
 * One log line and one count a request, written when its answer is out or its client has left. The
 * line names the path and never the query, which may carry a token; the count names the route, for
 * paths can be made up.
 */
export function noteRequest(
  { log, metrics, mayLogRefusal }: Watch,
  { method = '', url = '' }: IncomingMessage,
  { route = 'other', requestId, status, start, isAborted = false }: Ending,
): void {
  const milliseconds = performance.now() - start
  metrics.request(route, method, status, milliseconds / 1000)
  if (REFUSED.has(status) && !mayLogRefusal()) return
  const ms = Math.round(milliseconds * 10) / 10
  const [path] = url.split('?', 1)
  const ending = { method, path, status, ms, requestId, ...(isAborted && { aborted: true }) }
  log.info(ending, 'request')
}

/** Watches the requests that a listener answers. What it throws is a fault, and harms no other request. */
export function observed(listener: RequestListener, watch: Watch): RequestListener {
  return async (request, response) => {
    const start = performance.now()
    let isNoted = false
    const note = () => {
      if (isNoted) return
      isNoted = true
      const observation = watch.observations.get(request)
      if (!observation) watch.count(request)
      const isAborted = !response.writableFinished
      const status = isAborted && !response.headersSent ? CLIENT_LEFT : response.statusCode
      noteRequest(watch, request, { ...observation, status, start, isAborted })
    }
    response.once('close', note)
    // An answer that had to wait for its turn on the connection hears nothing of its end.
    request.once('aborted', note)
    try {
      await listener(request, response)
    } catch (error) {
      watch.log.error({ err: error }, 'unexpected error')
      response.destroy()
    }
  }
}
