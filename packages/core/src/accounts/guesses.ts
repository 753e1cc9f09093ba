import { type Database, type Statement, statement } from '@souk/database'
import { LOGIN_LIMITS } from './login-limits.ts'

/** How a guess at an account from an address stands before it is made. */
interface Stand {
  /** Whether the account's owner has signed in from there before. */
  readonly known: boolean
  /** When there is the next place; null while there is one. */
  readonly freeAt: Date | null
}

/** The guesses of the last minutes. Each is a moment in its key's list: the window slides. */
export interface Guesses {
  standOf(pair: string, userId: number | undefined, address: string): Promise<Stand>
  /** Counts one guess by each key. @returns how many there are then, at most as many as matter */
  count(keys: readonly string[], at: Date): Promise<number[]>
  /** Takes one of the places of a pair, unless all are taken. */
  take(pair: string, at: Date): Promise<boolean>
  /** Takes back a guess that was none. */
  giveBack(keys: readonly string[], at: Date): Promise<void>
  /** From this address the user need not wait any more. */
  remember(userId: number, address: string): Promise<void>
}

/** More are not remembered: they would make nobody wait longer. */
const MOST =
  Math.max(LOGIN_LIMITS.account, LOGIN_LIMITS.address) +
  LOGIN_LIMITS.longestWait / LOGIN_LIMITS.step

const findStand = statement<{ known: boolean; taken: number; oldest: number | null }>(
  'guess-stand',
  `select exists (select from sign_in_addresses where user_id = $2 and address = $3) as known,
          count(t)::integer as taken, (extract(epoch from min(t)) * 1000)::float8 as oldest
     from login_guesses g, unnest(g.times) t where g.key = $1 and t > $4`,
)

const countGuess = statement<{ key: string; count: number }>(
  'guess-count',
  `insert into login_guesses as g (key, times, last_at)
   select key, array[$2::timestamptz], $2 from unnest($1::text[]) key order by key
   on conflict (key) do update set last_at = $2, times =
     array(select t from unnest(g.times) t where t > $3 order by t desc limit $4) || $2::timestamptz
   returning key, cardinality(times) as count`,
)

const takePlace = statement<{ key: string }>(
  'guess-take',
  `insert into login_guesses as g (key, times, last_at) values ($1, array[$2::timestamptz], $2)
   on conflict (key) do update set last_at = $2, times =
     array(select t from unnest(g.times) t where t > $3) || $2::timestamptz
    where (select count(*) from unnest(g.times) t where t > $3) < $4
   returning key`,
)

const giveBackOne = statement<object>(
  'guess-give-back',
  `update login_guesses set
     times = times[:array_position(times, $2::timestamptz) - 1]
          || times[array_position(times, $2::timestamptz) + 1:]
    where key = any ($1) and $2::timestamptz = any (times)`,
)

/** From this address the user need not wait any more: user, address, when. */
export const rememberAddress = statement<object>(
  'sign-in-address',
  `insert into sign_in_addresses (user_id, address, used_at) values ($1, $2, $3)
   on conflict (user_id, address) do update set used_at = excluded.used_at`,
)

export function createGuesses({ sidePool }: Database, clock: () => Date): Guesses {
  // By the side pool: a guess stays counted whatever becomes of the request's own transaction.
  const run = async <Row extends object>({ name, text }: Statement<Row>, values: unknown[]) =>
    (await sidePool.query<Row>({ name, text, values })).rows
  const since = (at: Date) => new Date(at.getTime() - LOGIN_LIMITS.window)
  return {
    async standOf(pair, userId, address) {
      const values = [pair, userId ?? null, address, since(clock())]
      const [row] = await run(findStand, values)
      const full = row && row.taken >= LOGIN_LIMITS.pair && row.oldest !== null
      const freeAt = full ? new Date((row.oldest ?? 0) + LOGIN_LIMITS.window) : null
      return { known: row?.known ?? false, freeAt }
    },
    async count(keys, at) {
      if (keys.length === 0) return []
      const rows = await run(countGuess, [keys, at, since(at), MOST - 1])
      return keys.map((key) => rows.find((row) => row.key === key)?.count ?? 0)
    },
    take: async (pair, at) =>
      (await run(takePlace, [pair, at, since(at), LOGIN_LIMITS.pair])).length > 0,
    async giveBack(keys, at) {
      if (keys.length > 0) await run(giveBackOne, [keys, at])
    },
    async remember(userId, address) {
      await run(rememberAddress, [userId, address, clock()])
    },
  }
}
