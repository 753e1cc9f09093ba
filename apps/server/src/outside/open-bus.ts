import type { Bus } from '@souk/core'
import type { Database } from '@souk/database'
import { createLocalBus, createRedisBus, type LocalBus, pollHeads } from '@souk/realtime'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'

export interface OpenBus extends Pick<LocalBus, 'onWake'> {
  readonly bus: Bus
  /** Undefined without Redis. */
  readonly redis: (() => 'ok' | 'unreachable') | undefined
  close(): void
}

/** The bus of this process: Redis between processes if there is one, and a slow poll in any case. */
export function openBus(config: Config, database: Database, log: Logger): OpenBus {
  const local = createLocalBus()
  const stopPolling = pollHeads(
    () => database.db(),
    local,
    (error) => log.warn({ err: error }, 'looking for new events failed'),
  )
  const { onWake } = local
  if (config.REDIS_URL === undefined) {
    return { bus: local, onWake, redis: undefined, close: stopPolling }
  }
  const redis = createRedisBus(config.REDIS_URL, local, (error) =>
    log.warn({ err: error }, 'Redis failed: other processes hear of events later'),
  )
  return {
    bus: redis,
    onWake,
    redis: () => (redis.isConnected() ? 'ok' : 'unreachable'),
    close() {
      stopPolling()
      redis.close()
    },
  }
}
