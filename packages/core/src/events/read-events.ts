import { type Db, statement } from '@souk/database'

/** One entry of the event log. */
export interface LoggedEvent {
  readonly stream: string
  readonly seq: number
  readonly type: string
  readonly data: unknown
  /** Whose doing it was; null when it was nobody's. */
  readonly actorId: number | null
  /** When it happened, as PostgreSQL writes it. */
  readonly at: string
}

const selectEvents = statement<LoggedEvent>(
  'events-read',
  `select stream, seq, type, data, actor_id as "actorId", occurred_at as at
     from events where stream = $1 and seq > $2 order by seq limit $3`,
)

/** The events of a stream after `seq`, oldest first, at most `limit` of them. */
export function readEvents(
  db: Db,
  stream: string,
  seq: number,
  limit = 500,
): Promise<LoggedEvent[]> {
  return db.query(selectEvents, [stream, seq, limit])
}

const selectHeads = statement<{ name: string; head: number }>(
  'events-heads',
  'select name, head from event_streams where name = any ($1)',
)

/** The number of the newest event of each of these streams that has any. */
export async function headsOf(db: Db, streams: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query(selectHeads, [streams])
  return new Map(rows.map(({ name, head }) => [name, head]))
}

const selectHead = statement<{ head: number }>(
  'events-head',
  'select head from event_streams where name = $1',
)

/** The number of the newest event of a stream; 0 when it has none. */
export async function streamHead(db: Db, stream: string): Promise<number> {
  const [row] = await db.query(selectHead, [stream])
  return row?.head ?? 0
}
