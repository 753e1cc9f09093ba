import type { Bus } from '@souk/core'

/** The bus inside one process. */
export interface LocalBus extends Bus {
  /** The streams somebody listens to at the moment. */
  streams(): string[]
}

export function createLocalBus(): LocalBus {
  const listeners = new Map<string, Set<() => void>>()
  return {
    wake(streams) {
      for (const stream of streams) {
        for (const listener of listeners.get(stream) ?? []) listener()
      }
    },
    subscribe(stream, listener) {
      const known = listeners.get(stream) ?? new Set()
      listeners.set(stream, known.add(listener))
      return () => {
        known.delete(listener)
        if (known.size === 0 && listeners.get(stream) === known) listeners.delete(stream)
      }
    },
    streams: () => [...listeners.keys()],
  }
}
