import type { Bus } from '@souk/core'

/** The bus inside one process. */
export interface LocalBus extends Bus {
  /** The streams somebody listens to at the moment. */
  streams(): string[]
}

export function createLocalBus(): LocalBus {
  const readers = createListeners<() => void>()
  const hearers = createListeners<(what: string) => void>()
  return {
    wake(streams) {
      for (const stream of streams) {
        for (const listener of readers.of(stream)) listener()
      }
    },
    subscribe: readers.add,
    tell(topic, what) {
      for (const listener of hearers.of(topic)) listener(what)
    },
    hear: hearers.add,
    streams: () => readers.names(),
  }
}

/** Who listens to what. */
function createListeners<Listener>() {
  const listeners = new Map<string, Set<Listener>>()
  return {
    of: (name: string): Iterable<Listener> => listeners.get(name) ?? [],
    add(name: string, listener: Listener): () => void {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known.add(listener))
      return () => {
        known.delete(listener)
        if (known.size === 0 && listeners.get(name) === known) listeners.delete(name)
      }
    },
    names: () => [...listeners.keys()],
  }
}
