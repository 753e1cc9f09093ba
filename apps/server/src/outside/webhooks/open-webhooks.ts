import { type Ctx, fanOutWebhooks, takeWebhookQueues, workWebhookQueue } from '@souk/core'
import type { Logger } from 'pino'
import type { Metrics } from '../../metrics.ts'

/** Endpoints that are sent to at once; those that are slow, or fail, have at most half of it. */
const AT_ONCE = 100
const SLOW_AT_ONCE = AT_ONCE / 2

/** Milliseconds between looks for what is to be told, while nothing is. */
const POLL = 500
/** Milliseconds until the next look after one that failed. */
const PAUSE = 2000

export interface WebhookOptions {
  /** The context of one piece of work. */
  readonly system: () => Ctx
  readonly log: Logger
  readonly metrics: Metrics
}

export interface OpenWebhooks {
  /** Takes nothing more, and cuts off what is being sent: it will be sent again. */
  stop(): Promise<void>
}

/** Starts to tell endpoints what they want to hear, beside all other processes that do. */
export function openWebhooks({ system, log, metrics }: WebhookOptions): OpenWebhooks {
  const stopping = new AbortController()
  const pause = createPause(stopping.signal)
  const lanes = [createLane(false, AT_ONCE), createLane(true, SLOW_AT_ONCE)] as const
  const busy = () => lanes.reduce((sum, { working }) => sum + working.size, 0)

  async function fanOut(): Promise<boolean> {
    const { streams, faults } = await fanOutWebhooks(system())
    for (const fault of faults) log.warn({ err: fault }, 'an event was not told to webhooks')
    if (streams > 0) metrics.job('webhook.fan-out', 'done')
    return streams > 0
  }

  async function takeQueues(): Promise<boolean> {
    let taken = 0
    for (const lane of lanes) {
      const free = Math.min(lane.most - lane.working.size, AT_ONCE - busy())
      const queues = await takeWebhookQueues(system(), lane.isSlow, free)
      taken += queues.length
      for (const queue of queues) work(lane, queue)
    }
    return taken > 0
  }

  function work({ working }: Lane, queue: number): void {
    const done = workWebhookQueue(system(), queue, stopping.signal)
      .then(
        () => metrics.job('webhook.send', 'done'),
        (error) => {
          metrics.job('webhook.send', 'failed')
          log.warn({ err: error, queue }, 'webhooks could not be sent and will be')
        },
      )
      .finally(() => {
        working.delete(done)
        pause.end()
      })
    working.add(done)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const [hasTold, hasTaken] = [await fanOut(), await takeQueues()]
        if (!hasTold && !hasTaken) await pause.begin(POLL)
      } catch (error) {
        metrics.job('webhook.fan-out', 'failed')
        log.warn({ err: error }, 'webhooks cannot be looked for')
        await pause.begin(PAUSE)
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      pause.end()
      await running
      await Promise.all(lanes.flatMap(({ working }) => [...working]))
    },
  }
}

/** Queues that are worked on, of those that answer quickly or of the others. */
interface Lane {
  readonly isSlow: boolean
  readonly most: number
  readonly working: Set<Promise<void>>
}

const createLane = (isSlow: boolean, most: number): Lane => ({ isSlow, most, working: new Set() })

/** A wait that can be cut short. */
function createPause(signal: AbortSignal) {
  let end = () => {}
  return {
    begin(milliseconds: number): Promise<void> {
      if (signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        timer.unref()
        end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
    end: () => end(),
  }
}
