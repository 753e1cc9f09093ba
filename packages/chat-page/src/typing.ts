import { type ReadonlySignal, signal } from '@preact/signals'
import type { SoukClient } from '@souk/client'

/** Milliseconds after which somebody who is writing says so again. */
const AGAIN = 3000
/** Milliseconds after which somebody of whom nothing more is heard writes no longer. */
const LASTS = 6000

const NEVER = { uuid: '', at: Number.NEGATIVE_INFINITY }

export interface Typing {
  /** Who is writing to the reader, by their UUIDs. */
  readonly writers: ReadonlySignal<ReadonlySet<string>>
  /** Says that the reader is writing. */
  tell(uuid: string): void
  /** The reader has sent what they wrote: what they write from now on is to be told anew. */
  sent(): void
  /** Their message is there. */
  ended(uuid: string): void
  close(): void
}

export function createTyping(client: SoukClient): Typing {
  const writers = signal<ReadonlySet<string>>(new Set())
  const timers = new Map<string, number>()
  let told = NEVER

  function ended(uuid: string): void {
    clearTimeout(timers.get(uuid))
    timers.delete(uuid)
    writers.value = new Set(timers.keys())
  }

  const watching = client.chat.watchTyping.subscribe(undefined, {
    onData({ data: { userUuid } }) {
      clearTimeout(timers.get(userUuid))
      timers.set(
        userUuid,
        window.setTimeout(() => ended(userUuid), LASTS),
      )
      writers.value = new Set(timers.keys())
    },
  })

  return {
    writers,
    tell(uuid) {
      const now = performance.now()
      if (told.uuid === uuid && now - told.at < AGAIN) return
      told = { uuid, at: now }
      // Nobody misses it: it is not worth a word, let alone a second attempt.
      client.chat.typing.mutate({ uid: uuid }).catch(() => {})
    },
    sent() {
      told = NEVER
    },
    ended,
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
      watching.unsubscribe()
    },
  }
}
