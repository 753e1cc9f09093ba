import { type Database, statement } from '@souk/database'
import { batched } from '../batch.ts'

/** A session that is good at the moment, or an account's token, with what its user may do. */
export interface LiveSession {
  /** Null for the token of an account, which is none of a session's. */
  readonly id: string | null
  readonly userId: number
  readonly uuid: string
  readonly isStaff: boolean
  readonly twoFactor: 'on' | 'releases' | null
}

/** Looks up sessions that are not revoked, not expired, and tokens; none of a user who is switched off. */
export interface LiveSessions {
  byId(id: string): Promise<LiveSession | undefined>
  byTokenHash(hash: Buffer): Promise<LiveSession | undefined>
}

const USER = `u.id as "userId", u.uuid, u.is_staff as "isStaff",
  case when u.two_factor_releases then 'releases' when u.two_factor_enabled then 'on' end as "twoFactor"`

/** The user of each row, one by one: where few are signed in, PostgreSQL would read the users in their order. */
const userOf = (from: string) =>
  `lateral (select * from users where users.id = ${from}.user_id limit 1) u`

const LIVE = `select s.id, ${USER}, encode(s.token_hash, 'hex') as hash
  from sessions s, ${userOf('s')}
 where s.revoked_at is null and u.is_active and s.expires_at > $2`

type Row = LiveSession & { readonly hash: string }

/** Milliseconds: every request waits for this, so a silent line has to be noticed soon. */
const WITHIN = 5000

const byIds = statement<Row>('sessions-by-id', `${LIVE} and s.id = any ($1::uuid[])`, WITHIN)
const byHashes = statement<Row>(
  'sessions-by-token',
  `${LIVE} and s.token_hash = any (select decode(h, 'hex') from unnest($1::text[]) as h)
   union all
   select null, ${USER}, encode(t.token_hash, 'hex')
     from access_tokens t, ${userOf('t')}
    where u.is_active and t.token_hash = any (select decode(h, 'hex') from unnest($1::text[]) as h)`,
  WITHIN,
)

/** Every request asks; those that ask at about the same time share one statement. */
export function createLiveSessions(database: Database, clock: () => Date): LiveSessions {
  const look = (by: typeof byIds, keyOf: (row: Row) => string) =>
    batched(async (keys: readonly string[]) => {
      const rows = await database.reserve().query(by, [keys, clock()])
      return new Map(rows.map((row): [string, LiveSession] => [keyOf(row), row]))
    })
  const byTokenHash = look(byHashes, ({ hash }) => hash)
  return {
    byId: look(byIds, ({ id }) => id ?? ''),
    byTokenHash: (hash) => byTokenHash(hash.toString('hex')),
  }
}
