import { type Database, statement } from '@souk/database'
import { isoTime } from '../iso-time.ts'
import { isWithin } from '../within.ts'
import { writeBehind } from '../write-behind.ts'

/** Milliseconds after a call, or after a socket has closed, for which somebody counts as online. */
const ONLINE = 5 * 60_000
/** Milliseconds in which somebody is noted once at most. */
const AGAIN_AFTER = 60_000
/** Users of whom it is remembered when they were noted. */
const MOST = 100_000

const note = statement<object>(
  'note-seen',
  `insert into last_seen as known (user_id, at)
   select id, $2 from unnest($1::bigint[]) as seen (id) order by id
   on conflict (user_id) do update set at = excluded.at
    where known.at not between excluded.at and excluded.at + interval '1 minute'`,
)

/** Who is here: a call is noted, and a socket every now and then while it is open. */
export interface Presence {
  seen(userId: number): void
  flush(): Promise<void>
}

export function createPresence(database: Database, clock: () => Date): Presence {
  const noted = new Map<number, number>()
  const waiting = writeBehind((users) => database.db().query(note, [[...users.keys()], clock()]))
  return {
    seen(userId) {
      const now = clock().getTime()
      if (isWithin(AGAIN_AFTER, now, noted.get(userId) ?? 0)) return
      if (noted.size >= MOST) noted.clear()
      noted.set(userId, now)
      waiting.add(userId)
    },
    flush: waiting.flush,
  }
}

/** Whether somebody who was last seen then is online now. */
export function isOnline(seenAt: string | null, now: Date): boolean {
  return seenAt !== null && isWithin(ONLINE, now.getTime(), new Date(isoTime(seenAt)).getTime())
}
