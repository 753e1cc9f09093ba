import { EventEmitter, once } from 'node:events'

/** What has come over a line and nobody has taken yet. */
export interface Inbox {
  put(name: string, payload: unknown): void
  /** Takes the next message of that name, once it has come. */
  next(name: string): Promise<unknown>
}

/** Milliseconds after which a message does not come any more. */
export const PATIENCE = 60_000

export function createInbox(): Inbox {
  const bell = new EventEmitter()
  const heard: { name: string; payload: unknown }[] = []
  return {
    put(name, payload) {
      heard.push({ name, payload })
      bell.emit('heard')
    },
    async next(name) {
      const signal = AbortSignal.timeout(PATIENCE)
      for (;;) {
        const at = heard.findIndex((one) => one.name === name)
        if (at >= 0) return heard.splice(at, 1)[0]?.payload
        await once(bell, 'heard', { signal }).catch((cause) => {
          throw new Error(`${name} does not come, but ${JSON.stringify(heard)}`, { cause })
        })
      }
    },
  }
}
