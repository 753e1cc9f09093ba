import type { ClientBase } from 'pg'

/** Any number will do, as long as every Souk process takes the same one. */
const MIGRATION_LOCK = 7_265_001

/** Does the work while nobody else changes the schema. The connection's end gives the lock back too. */
export async function withMigrationLock<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  const result = await work()
  await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
  return result
}
