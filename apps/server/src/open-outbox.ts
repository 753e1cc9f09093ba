import { type Ctx, OUTBOX, relayOutbox } from '@souk/core'
import type { LocalBus } from '@souk/realtime'
import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'
import { createPause } from './pause.ts'

/** Milliseconds between looks while no hint comes, and after one that failed. */
const POLL = 2000

export interface OutboxOptions {
  /** The context of one piece of work. */
  readonly system: () => Ctx
  readonly log: Logger
  readonly metrics: Metrics
  /** How it is heard that the outbox has something, from here or elsewhere. */
  readonly onWake: LocalBus['onWake']
}

/** Relays what the outbox has, as soon as it is there, beside all other processes that do. */
export function openOutbox({ system, log, metrics, onWake }: OutboxOptions): {
  stop(): Promise<void>
} {
  const count = metrics.job('outbox')
  const stopping = new AbortController()
  const pause = createPause(stopping.signal)
  const stopHearing = onWake((streams) => {
    if (streams.includes(OUTBOX)) pause.end()
  })

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const { relayed, mayHaveMore } = await relayOutbox(system())
        if (relayed > 0) count('done')
        if (!mayHaveMore) await pause.begin(POLL)
      } catch (error) {
        count('failed')
        log.warn({ err: error }, 'the outbox cannot be relayed')
        await pause.rest(POLL)
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      stopHearing()
      pause.end()
      await running
    },
  }
}
