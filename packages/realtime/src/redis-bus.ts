import type { Bus } from '@souk/core'
import { createClient } from 'redis'
import type { LocalBus } from './bus.ts'

const CHANNEL = 'souk:wake'
/** Milliseconds between two attempts to hear ourselves through Redis. */
const AGAIN = 2000

/** A bus between processes. Losing Redis costs other processes time, and nobody an event. */
export interface RedisBus extends Bus {
  /** Whether hints get through: a user of Redis may be let in and yet neither speak nor hear. */
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
  let hearsItself = false
  const onHint = (text: string) => {
    const { from, streams } = JSON.parse(text) as { from: string; streams: string[] }
    if (from === self) hearsItself = true
    else local.wake(streams)
  }
  const publish = (streams: readonly string[]) =>
    publisher.publish(CHANNEL, JSON.stringify({ from: self, streams })).catch((error) => {
      hearsItself = false
      onError(error)
    })
  const tryOut = async () => {
    if (hearsItself || !publisher.isReady || !subscriber.isReady) return
    await subscriber.subscribe(CHANNEL, onHint).catch(onError)
    await publish([])
  }
  for (const client of [publisher, subscriber]) {
    client.on('error', onError)
    client.on('reconnecting', () => {
      hearsItself = false
    })
    client.on('ready', () => void tryOut())
    client.connect().catch(onError)
  }
  // Whatever was missed while Redis was away is looked up on its return.
  subscriber.on('ready', () => local.wake(local.streams()))
  const trying = setInterval(() => void tryOut(), AGAIN)

  return {
    wake(streams) {
      local.wake(streams)
      if (!publisher.isReady) return
      void publish(streams)
    },
    subscribe: local.subscribe,
    isConnected: () => publisher.isReady && subscriber.isReady && hearsItself,
    close() {
      clearInterval(trying)
      for (const client of [publisher, subscriber]) client.destroy()
    },
  }
}
