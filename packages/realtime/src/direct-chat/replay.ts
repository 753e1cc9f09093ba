import { type LoggedEvent, readEvents } from '@souk/core'
import type { Db } from '@souk/database'

/** Events that are read, and sent, before it is waited until the client has taken them. */
const PAGE = 32
/** Events that are told again at once; for more a client asks again. */
export const MOST = 960

export interface Replay {
  readonly db: Db
  readonly stream: string
  /** Events up to this one are known to the client. */
  readonly after: number
  /** Events after this one it hears by itself. */
  readonly upTo: number
  /** Hands an event out. */
  readonly tell: (event: LoggedEvent) => void
  /** Settles when the client has taken what was sent. */
  readonly drained: () => Promise<void>
}

/**
 * Tells what a client has missed, once and in order.
 * @returns whether there is more
 */
export async function replay({ db, stream, after, upTo, tell, drained }: Replay): Promise<boolean> {
  let told = 0
  let position = after
  while (position < upTo && told < MOST) {
    const events = (await readEvents(db, stream, position, PAGE)).filter(({ seq }) => seq <= upTo)
    const last = events.at(-1)
    if (!last) return false
    for (const event of events) tell(event)
    position = last.seq
    told += events.length
    await drained()
  }
  return position < upTo
}
