import { type Db, statement } from '@souk/database'
import type { Ctx } from '../context.ts'

/** A number of the log for each stream that somebody follows: they have received what is up to there. */
export type Positions = Readonly<Record<string, number>>

/** Who reads on whose behalf. */
export interface Reader {
  readonly userId: number
  /** What tells a user's log-ins apart. */
  readonly session: string
  /** Where they are told: a session may read through several doors. */
  readonly door: string
}

/** How far a reader has got. */
export interface ReaderPosition extends Reader {
  /** Of this connection and no other. */
  readonly id: string
  readonly positions: Positions
  readonly isOpen: boolean
  /** Somebody else goes on from here, or nobody is to. */
  readonly isTaken: boolean
}

/**
 * Milliseconds for which it is known where somebody was who has gone. Of a process that was killed it is
 * known only when they were last noted, as those who are connected are every half a minute.
 */
const REMEMBERED = 120_000 + 30_000

// What has been ended and taken is over: a process that still waits for a dead line brings nothing back.
const note = statement<object>(
  'reader-positions-note',
  `insert into reader_positions (id, user_id, session, door, positions, is_open, is_taken, seen_at)
   select id, user_id, session, door, positions::jsonb, is_open, is_taken, $8
     from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[])
            as given (id, user_id, session, door, positions, is_open, is_taken)
   on conflict (id) do update
      set user_id = excluded.user_id, session = excluded.session, positions = excluded.positions,
          is_open = excluded.is_open, is_taken = excluded.is_taken, seen_at = excluded.seen_at
    where reader_positions.is_open or not reader_positions.is_taken`,
)

/** Notes how far readers have got. */
export async function noteReaders(
  db: Db,
  readers: readonly ReaderPosition[],
  now: Date,
): Promise<void> {
  await db.query(note, [
    readers.map(({ id }) => id),
    readers.map(({ userId }) => userId),
    readers.map(({ session }) => session),
    readers.map(({ door }) => door),
    readers.map(({ positions }) => JSON.stringify(positions)),
    readers.map(({ isOpen }) => isOpen),
    readers.map(({ isTaken }) => isTaken),
    now,
  ])
}

/**
 * Milliseconds without a note after which whoever is called connected has gone with their process: who is
 * there is noted more often.
 */
const SURELY_GONE = 40_000

/** From where somebody goes on. */
export interface Resumed {
  readonly positions: Positions
  /**
   * Whether what that reader had chosen to hear is theirs too: chosen in the same session, by a connection that
   * is theirs, or surely nobody's any more.
   */
  readonly isSuccessor: boolean
}

const takeOwn = statement<Resumed>(
  'reader-positions-take',
  `update reader_positions set is_taken = true, is_open = false
    where id = $1 and user_id = $2 and door = $3 and seen_at >= $4
   returning positions, session = $5 as "isSuccessor"`,
)

// Whoever has surely gone comes first, the last of them; then who may have gone with their process.
const takeAny = statement<Resumed>(
  'reader-positions-take-any',
  `update reader_positions set is_taken = true where id = (
     select id from reader_positions
      where user_id = $1 and session = $2 and door = $3 and not is_taken and seen_at >= $4
      order by is_open, case when is_open then seen_at end, seen_at desc
      limit 1 for update skip locked)
   returning positions, not is_open or seen_at < $5 as "isSuccessor"`,
)

/**
 * From where somebody who comes back goes on: from where their own connection was, if they can tell which
 * that was; else from where one of their session was from which nobody has gone on yet.
 * @returns undefined when there is none, or it has been away for too long
 */
export async function resumeReader(
  db: Db,
  { userId, session, door }: Reader,
  id: string | undefined,
  now: Date,
): Promise<Resumed | undefined> {
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  const since = before(REMEMBERED)
  const [found] =
    id === undefined
      ? await db.query(takeAny, [userId, session, door, since, before(SURELY_GONE)])
      : await db.query(takeOwn, [id, userId, door, since, session])
  return found
}

const remove = statement<{ id: string }>(
  'reader-positions-remove',
  `delete from reader_positions where id in (
     select id from reader_positions where seen_at < $1 limit $2 for update skip locked)
   returning id`,
)

/** Removed at once. */
const MOST = 5000

/** Removes the places of those who have been away for too long. */
export async function removeReaders(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock().getTime() - 2 * REMEMBERED)
  while ((await ctx.db.query(remove, [before, MOST])).length === MOST) {
    // There may be more.
  }
}
