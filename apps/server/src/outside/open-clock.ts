import type { Database } from '@souk/database'

export interface OpenClock {
  readonly clock: () => Date
  /** Compares anew with the database's clock; to be done every now and then. */
  synchronise(): Promise<void>
}

/**
 * The clock of the database, as told by this process: deadlines and beats of several processes are
 * compared with each other, and their own clocks may differ, or be set. Between two comparisons time
 * passes as it does for the processor.
 * @param given a clock to take instead, as tests do
 */
export async function openClock(database: Database, given?: () => Date): Promise<OpenClock> {
  if (given) return { clock: given, synchronise: async () => {} }
  let ahead = await compare(database)
  return {
    clock: () => new Date(performance.now() + ahead.by),
    async synchronise() {
      const now = await compare(database)
      // What is less than the way there and back is no difference.
      if (Math.abs(now.by - ahead.by) > now.unsure) ahead = now
    },
  }
}

interface Comparison {
  /** Milliseconds by which the database's clock is ahead of the processor's. */
  readonly by: number
  readonly unsure: number
}

async function compare({ sidePool }: Database): Promise<Comparison> {
  const sql = 'select extract(epoch from clock_timestamp()) * 1000 as now'
  await sidePool.query('select 1') // so that no connection has to be made in between
  const start = performance.now()
  const { rows } = await sidePool.query<{ now: string }>(sql)
  const end = performance.now()
  return { by: Number(rows[0]?.now) - (start + end) / 2, unsure: (end - start) / 2 + 1 }
}
