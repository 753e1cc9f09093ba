import type { Bus } from '@souk/core'

/** The bus of a single process. */
export function createLocalBus(): Bus {
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
  }
}
