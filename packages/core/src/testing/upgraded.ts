import { expect } from 'vitest'
import type { Ctx, SignedIn } from '../context.ts'
import { queues } from '../domains.ts'
import { type Recording, restore } from './recordings.ts'
import { startTestCore, type TestCore } from './test-core.ts'

/** The present core on a recorded database that it has upgraded, at the moment of the recording. */
export interface Upgraded {
  readonly core: TestCore
  /** The migrations that were missing. */
  readonly applied: readonly string[]
  /** What was in everybody's wallets before the upgrade. */
  readonly walletsBefore: readonly object[]
  wallets(): Promise<object[]>
  /** Whom mail was sent to. */
  readonly mailed: readonly string[]
  /** The context of Souk itself. */
  system(): Ctx
  /** The context of somebody who was recorded, by name or number. */
  as(who: string | number): Promise<Ctx>
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** The first thing that a query finds. @throws when the recording has none */
  first<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row>
  /** Takes a job out of its queue, where it must be, and does it. */
  run(queue: string, data: object): Promise<void>
  /** Souk is there all the while until then, in milliseconds as `Date` has them. */
  liveUntil(moment: number): Promise<void>
}

/** A moment in SQL as the milliseconds that `Date` has. */
export const milliseconds = (moment: string) => `(extract(epoch from ${moment}) * 1000)::bigint`

const WALLETS = `select owner_id, kind, asset, balance, held
                   from ledger.accounts where owner_id is not null order by 1, 2, 3`

export async function openUpgraded(recording: Recording): Promise<Upgraded> {
  const mailed: string[] = []
  const core = await startTestCore({
    database: await restore(recording),
    mailer: { send: async ({ to }) => void mailed.push(to) },
    chains: { depositAddress: async () => null, payOut: async ({ id }) => `paid ${id}` },
  })
  core.time.now = recording.at
  const walletsBefore = await core.sql(WALLETS)
  const applied = await core.database.migrate()
  const system = () => core.as({ kind: 'system' })
  return {
    core,
    applied,
    walletsBefore,
    wallets: () => core.sql(WALLETS),
    mailed,
    system,
    ...asking(core),
    async run(queue, data) {
      const sql = 'delete from pgboss.job where name = $1 and data = $2 returning id'
      expect(await core.sql(sql, [queue, data])).not.toEqual([])
      await queues[queue]?.(system(), data as never)
    },
    async liveUntil(moment) {
      core.time.now = new Date(moment)
      await core.sql('update heartbeat set at = $1', [core.time.now])
    },
  }
}

function asking(core: TestCore): Pick<Upgraded, 'rows' | 'first' | 'as'> {
  // The caller knows what the query returns.
  const rows = async <Row>(sql: string, values?: readonly unknown[]) =>
    (await core.sql(sql, values)) as Row[]
  async function first<Row>(sql: string, values?: readonly unknown[]): Promise<Row> {
    const [row] = await rows<Row>(sql, values)
    if (!row) throw new Error(`nothing is found by ${sql}`)
    return row
  }
  async function as(who: string | number): Promise<Ctx> {
    const sql = `select id, uuid, is_staff as "isStaff" from users where $1 in (username, id::text)`
    const { id, uuid, isStaff } = await first<Recorded>(sql, [String(who)])
    const kind = isStaff ? 'staff' : 'user'
    return core.as({ kind, userId: id, uuid, sessionId: crypto.randomUUID() })
  }
  return { rows, first, as }
}

type Recorded = Pick<SignedIn, 'uuid'> & { readonly id: number; readonly isStaff: boolean }
