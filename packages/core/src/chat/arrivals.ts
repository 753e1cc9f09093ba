import type { DirectEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { markDelivered } from '../conversations/mark-read.ts'
import { chatStream } from '../events/streams.ts'
import { directChat } from './direct-chat.ts'

/** Milliseconds for which what has arrived is gathered: many messages make one mark. */
const GATHERED = 500
/** Threads of users that wait to be marked; what comes then for others is marked by what comes later. */
const MOST = 50_000

interface Arrival {
  readonly ctx: Ctx
  readonly message: Extract<DirectEvent, { message: unknown }>['message']
}

/** Notes which messages have reached their receivers. Nobody waits for it, and a killed process loses some. */
export interface Arrivals {
  /** Says that an event was handed to a client of the caller's. */
  note(ctx: Ctx, event: DirectEvent): void
  /** Writes now what there is. */
  flush(): Promise<void>
}

export function createArrivals(): Arrivals {
  let gathered = new Map<string, Arrival>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  async function write(): Promise<void> {
    const arrivals = gathered
    gathered = new Map()
    for (const arrival of arrivals.values()) {
      // The database is away, or they were banned meanwhile: the next message says the same of this one.
      await noteDelivered(arrival).catch(() => {})
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write)
    return writing
  }

  return {
    note(ctx, event) {
      if (event.type !== 'direct.message') return
      const { message } = event
      const { userId } = signedIn(ctx)
      if (message.receiver.id !== userId) return
      const key = `${userId} ${message.threadId}`
      if (!gathered.has(key) && gathered.size >= MOST) return
      gathered.set(key, { ctx, message })
      timer ??= setTimeout(flush, GATHERED).unref()
    },
    flush,
  }
}

/** The sender alone is told. */
async function noteDelivered({ ctx, message }: Arrival): Promise<void> {
  const { id, threadId, sender: other, receiver: me } = message
  const chat = directChat(ctx, { me, other })
  const records = { ...chat.records, streams: () => [chatStream(other.id)] }
  await markDelivered(ctx, { ...chat, records }, threadId, id)
}
