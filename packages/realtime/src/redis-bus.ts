import type { Bus } from '@souk/core'
import { createClient } from 'redis'
import type { LocalBus } from './bus.ts'

const CHANNEL = 'souk:wake'

/** Milliseconds between two hints that are for nobody, and only prove that hints arrive. */
const ECHO_EVERY = 5000
/** Two may fail, and the next be late. */
const ECHO_WITHIN = 3 * ECHO_EVERY

interface Told {
  readonly topic: string
  readonly what: string
}

/** What processes send each other. */
interface Hint {
  readonly from: string
  readonly streams: string[]
  readonly told?: Told
}

/** A bus between processes. Losing Redis costs other processes time, and nobody an event. */
export interface RedisBus extends Bus {
  /** Whether hints arrive: a user of Redis may be let in, and yet not speak or listen. */
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
  let heardAt = Number.NEGATIVE_INFINITY
  let listening = false

  const publish = (streams: readonly string[], told?: Told) => {
    if (!publisher.isReady) return
    publisher.publish(CHANNEL, JSON.stringify({ from: self, streams, told })).catch(onError)
  }
  const onHint = (text: string) => {
    // Others may write to the channel too, and a throw in here would be nobody's to catch.
    try {
      const { from, streams, told } = JSON.parse(text) as Hint
      if (from === self) heardAt = performance.now()
      else {
        local.wake(streams)
        if (told) local.tell(told.topic, told.what)
      }
    } catch (error) {
      onError(error)
    }
  }
  // Whoever was refused may be allowed to later; what was allowed once, the client does by itself.
  const listen = async () => {
    if (!listening && subscriber.isReady) {
      await subscriber.subscribe(CHANNEL, onHint)
      listening = true
    }
    publish([])
  }
  const tryListening = () => void listen().catch(onError)
  for (const client of [publisher, subscriber]) {
    client.on('error', onError)
    client.on('ready', tryListening)
    client.connect().catch(onError)
  }
  // Whatever was missed while Redis was away is looked up on its return.
  subscriber.on('ready', () => local.wake(local.streams()))
  const echo = setInterval(tryListening, ECHO_EVERY)
  echo.unref()

  return {
    wake(streams) {
      local.wake(streams)
      publish(streams)
    },
    subscribe: local.subscribe,
    tell(topic, what) {
      local.tell(topic, what)
      publish([], { topic, what })
    },
    hear: local.hear,
    isConnected: () =>
      publisher.isReady && subscriber.isReady && performance.now() - heardAt < ECHO_WITHIN,
    close() {
      clearInterval(echo)
      for (const client of [publisher, subscriber]) client.destroy()
    },
  }
}
