import type { Frames } from './web-socket.ts'

/** What tRPC says of a subscription, or of a call that it refuses. */
interface Heard {
  readonly id: number
  readonly result?: { readonly type: 'started' | 'stopped' | 'data' }
}

/** tRPC’s frames: subscriptions are numbered, and what one brings is called by its path. */
export function trpcFrames(): Frames {
  const paths: string[] = []
  return {
    write(name, payload) {
      if (name === 'PING') return name
      if (name === 'connectionParams') return { method: name, data: payload }
      if (name === 'subscription.stop') return { id: paths.length, method: name }
      const id = paths.push(name)
      return { id, method: 'subscription', params: { path: name, ...(payload as object) } }
    },
    nameOf(heard) {
      if (typeof heard === 'string') return heard
      const { id, result } = heard as Heard
      if (!result) return 'error'
      return result.type === 'data' ? (paths[id - 1] ?? '') : result.type
    },
  }
}
