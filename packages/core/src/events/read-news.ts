import { type Db, statement } from '@souk/database'
import { batched } from '../batch.ts'
import type { Bus } from './bus.ts'
import type { LoggedEvent } from './read-events.ts'

/** Events of each stream that are read together with those of others: as many as a reader keeps on a page. */
const MOST = 64

/** Milliseconds: as long as the database has patience, for whoever is told that it is busy loses their line. */
const DEADLINE = 20_000

const selectNews = statement<LoggedEvent & { asker: number }>(
  'events-news',
  `select asker, e.stream, e.seq, e.type, e.data, e.actor_id as "actorId", e.occurred_at as at
     from unnest($1::text[], $2::bigint[]) with ordinality as asked (stream, seq, asker),
          lateral (select * from events where stream = asked.stream and events.seq > asked.seq
                    order by events.seq limit $3) e
    order by asker, e.seq`,
)

/** Reads what is new in a stream. */
export interface News {
  /**
   * The first events after `seq`, oldest first, and whether these are all.
   * @throws UNAVAILABLE when the database takes too long
   */
  after(db: Db, stream: string, seq: number): Promise<{ events: LoggedEvent[]; isAll: boolean }>
}

interface Asked {
  readonly db: Db
  readonly stream: string
  readonly seq: number
}

const ofProcess = new WeakMap<Bus, News>()

/** Streams that grow at about the same time are read by one statement, as each reader asks but for a few rows. */
export function newsOf(bus: Bus): News {
  const known = ofProcess.get(bus) ?? createNews()
  ofProcess.set(bus, known)
  return known
}

function createNews(): News {
  const look = batched(readNews, { deadline: DEADLINE })
  return {
    async after(db, stream, seq) {
      const events = (await look({ db, stream, seq })) ?? []
      return { events, isAll: events.length < MOST }
    },
  }
}

async function readNews(asked: readonly Asked[]): Promise<Map<Asked, LoggedEvent[]>> {
  const found = asked.map((): LoggedEvent[] => [])
  const streams = asked.map(({ stream }) => stream)
  const rows = await asked[0]?.db.query(selectNews, [streams, asked.map(({ seq }) => seq), MOST])
  for (const { asker, ...event } of rows ?? []) found[asker - 1]?.push(event)
  return new Map(asked.map((one, i) => [one, found[i] ?? []]))
}
