import {
  type Ctx,
  fanOutWebhooks,
  isUserStream,
  keepWebhookQueues,
  takeWebhookQueues,
  workWebhookQueue,
} from '@souk/core'
import type { LocalBus } from '@souk/realtime'
import type { Logger } from 'pino'
import type { Metrics } from '../../metrics.ts'
import { createPause } from '../../pause.ts'

/** Endpoints that are sent to at once: those that answer quickly, and those that do not, or have not yet. */
const QUICK_AT_ONCE = 75
const SLOW_AT_ONCE = 50

/** Milliseconds between looks for what is to be told, while nothing is. */
const POLL = 500
/** Milliseconds between looks, however many hints come. */
const REST = 50
/** Milliseconds until the next look after one that failed. */
const PAUSE = 2000
/** Milliseconds after which it is said again that queues are being worked on. */
const KEEP = 5000

export interface WebhookOptions {
  /** The context of one piece of work. */
  readonly system: () => Ctx
  readonly log: Logger
  readonly metrics: Metrics
  /** How it is heard that streams have grown, here or elsewhere: so that nobody waits for the next look. */
  readonly onWake: LocalBus['onWake']
}

export interface OpenWebhooks {
  /** Takes nothing more, and cuts off what is being sent: it will be sent again. */
  stop(): Promise<void>
}

/** Starts to tell endpoints what they want to hear, beside all other processes that do. */
export function openWebhooks({ system, log, metrics, onWake }: WebhookOptions): OpenWebhooks {
  const countTold = metrics.job('webhook.fan-out')
  const countSent = metrics.job('webhook.send')
  const stopping = new AbortController()
  const pause = createPause(stopping.signal)
  const stopHearing = onWake((streams) => {
    if (streams.some(isUserStream)) pause.end()
  })
  const lanes = [createLane(false, QUICK_AT_ONCE), createLane(true, SLOW_AT_ONCE)] as const

  async function fanOut(): Promise<boolean> {
    const { streams, faults } = await fanOutWebhooks(system())
    for (const fault of faults) log.warn({ err: fault }, 'an event was not told to webhooks')
    if (streams > 0) countTold('done')
    return streams > 0
  }

  async function takeQueues(): Promise<boolean> {
    let taken = 0
    for (const lane of lanes) {
      const free = lane.most - lane.working.size
      const queues = await takeWebhookQueues(system(), lane.isSlow, free)
      taken += queues.length
      for (const queue of queues) work(lane, queue)
    }
    return taken > 0
  }

  function work({ working }: Lane, queue: number): void {
    const done = workWebhookQueue(system(), queue, stopping.signal)
      .then(
        () => countSent('done'),
        (error) => {
          countSent('failed')
          log.warn({ err: error, queue }, 'webhooks could not be sent and will be')
        },
      )
      .finally(() => {
        working.delete(queue)
        pause.end()
      })
    working.set(queue, done)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const start = performance.now()
      try {
        const [hasTold, hasTaken] = [await fanOut(), await takeQueues()]
        if (hasTold || hasTaken) continue
        await pause.begin(POLL)
        await pause.rest(start + REST - performance.now())
      } catch (error) {
        countTold('failed')
        log.warn({ err: error }, 'webhooks cannot be looked for')
        await pause.rest(PAUSE)
      }
    }
  }

  /** A process that was killed says nothing, and others take what it was at. */
  function keep(): void {
    const queues = lanes.flatMap(({ working }) => [...working.keys()])
    keepWebhookQueues(system(), queues).catch((error) => {
      log.warn({ err: error }, 'queues of webhooks cannot be kept')
    })
  }

  const keeping = setInterval(keep, KEEP)
  keeping.unref()
  const running = run()
  return {
    async stop() {
      stopping.abort()
      stopHearing()
      pause.end()
      await running
      await Promise.all(lanes.flatMap(({ working }) => [...working.values()]))
      clearInterval(keeping)
    },
  }
}

/** Queues that are worked on, of those that answer quickly or of the others. */
interface Lane {
  readonly isSlow: boolean
  readonly most: number
  readonly working: Map<number, Promise<void>>
}

const createLane = (isSlow: boolean, most: number): Lane => ({ isSlow, most, working: new Map() })
