import type { DirectEvent } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

/** Milliseconds for which what has arrived is gathered: many messages make one mark. */
const GATHERED = 500
/** Threads of users that wait to be marked; what comes then for others is marked by what comes later. */
const MOST = 50_000
/** Marks that one transaction moves. */
const AT_ONCE = 100

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
    const all = [...arrivals.values()]
    for (let done = 0; done < all.length; done += AT_ONCE) {
      // The database is away: the next message says the same of this one.
      await noteDelivered(all.slice(done, done + AT_ONCE)).catch(() => {})
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
      const known = gathered.get(key)
      if (!known && gathered.size >= MOST) return
      // Of two connections one may be behind the other.
      if (known && known.message.id > message.id) return
      gathered.set(key, { ctx, message })
      timer ??= setTimeout(flush, GATHERED).unref()
    },
    flush,
  }
}

const arriveFunction = dbFunction('note_arrivals', ['arrivals'], row<object>())

/** The senders alone are told. */
async function noteDelivered(arrivals: readonly Arrival[]): Promise<void> {
  const [first] = arrivals
  if (!first) return
  const noted = arrivals.map(({ message: { id, threadId, sender, receiver } }) => ({
    thread: threadId,
    sender: sender.id,
    receiver: receiver.id,
    upTo: id,
  }))
  const ctx: Ctx = { ...first.ctx, actor: { kind: 'system' } }
  await call(ctx, arriveFunction, { arrivals: JSON.stringify(noted) })
}
