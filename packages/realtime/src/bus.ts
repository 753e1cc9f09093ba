import type { Bus } from '@souk/core'

/** The bus inside one process. */
export interface LocalBus extends Bus {
  /** The streams somebody listens to at the moment. */
  streams(): string[]
  /** Calls `listener` with the streams of every hint; returns how to stop. */
  onWake(listener: (streams: readonly string[]) => void): () => void
}

export function createLocalBus(): LocalBus {
  const readers = createListeners<() => void>()
  const hearers = createListeners<(what: string) => void>()
  const overhearers = new Set<(streams: readonly string[]) => void>()
  return {
    wake(streams) {
      for (const listener of overhearers) listener(streams)
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
    onWake(listener) {
      overhearers.add(listener)
      return () => overhearers.delete(listener)
    },
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
