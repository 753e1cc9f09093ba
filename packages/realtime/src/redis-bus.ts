import type { Bus } from '@souk/core'
import { createClient } from 'redis'
import type { LocalBus } from './bus.ts'

const CHANNEL = 'souk:wake'

/** A bus between processes. Losing Redis costs other processes time, and nobody an event. */
export interface RedisBus extends Bus {
  isConnected(): boolean
  close(): void
}

/**
 * Passes hints on through Redis. Local readers are woken directly, whatever Redis does; hints to
 * others are dropped while it is away, and the slow poll makes up for them.
 */
export function createRedisBus(
  url: string,
  local: LocalBus,
  onError: (error: unknown) => void,
): RedisBus {
  const self = crypto.randomUUID()
  const publisher = createClient({ url, disableOfflineQueue: true })
  const subscriber = publisher.duplicate()
  const onHint = (text: string) => {
    // Others may write to the channel too, and a throw in here would be nobody's to catch.
    try {
      const { from, streams } = JSON.parse(text) as { from: string; streams: string[] }
      if (from !== self) local.wake(streams)
    } catch (error) {
      onError(error)
    }
  }
  for (const client of [publisher, subscriber]) {
    client.on('error', onError)
    client.connect().catch(onError)
  }
  subscriber.subscribe(CHANNEL, onHint).catch(onError)
  // Whatever was missed while Redis was away is looked up on its return.
  subscriber.on('ready', () => local.wake(local.streams()))

  return {
    wake(streams) {
      local.wake(streams)
      if (!publisher.isReady) return
      publisher.publish(CHANNEL, JSON.stringify({ from: self, streams })).catch(onError)
    },
    subscribe: local.subscribe,
    isConnected: () => publisher.isReady && subscriber.isReady,
    close() {
      for (const client of [publisher, subscriber]) client.destroy()
    },
  }
}
