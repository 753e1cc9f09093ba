import { Migration as MikroMigration } from '@mikro-orm/migrations'
import type { EntityManager, MigrationObject, MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { withPatience } from '../connection/with-patience.ts'
import { CONFLICTS, type RetryPolicy, withRetry } from '../retry.ts'
import { applyCurrentSql, type Run } from './current-sql.ts'
import { withMigrationLock } from './migration-lock.ts'
import type { Migration } from './migrations.ts'
import type { CurrentSql } from './schema.ts'

/** lock_not_available */
const LOCKED = '55P03'

/** Processes of an older version may be at work: until they have let go of what an upgrade needs. */
const PERSISTENCE: RetryPolicy = {
  attempts: 6,
  pause: 200,
  states: new Set([...CONFLICTS, LOCKED]),
}

/** A migration as MikroORM's migrator takes it. */
export function toMikroOrm({ name, sql }: Migration): MigrationObject {
  return {
    name,
    class: class extends MikroMigration {
      override async up(): Promise<void> {
        this.addSql(await sql())
      }
    },
  }
}

/** What of a connection MikroORM is lent. */
export type Lent = Pick<PoolClient, 'query' | 'release'>

/** Makes a MikroORM for migrations, whose pool is this one connection. */
export type OpenMigrator = (lent: Lent) => Promise<MikroORM>

/**
 * Has the schema to itself, on one connection: whoever changes it needs no second one, of which there
 * may be none.
 */
export function withMigrator<T>(
  pool: Pool,
  open: OpenMigrator,
  work: (openOrm: () => Promise<MikroORM>, client: PoolClient) => Promise<T>,
): Promise<T> {
  return withPatience(pool, (client) => {
    const lent = { query: client.query.bind(client), release() {} }
    return withMigrationLock(client, () => work(() => open(lent), client))
  })
}

/**
 * Brings a database up to date: outstanding migrations, then the functions and views as they are to
 * be now, all in one transaction. Several processes may start at once: the first one upgrades, the
 * others wait for its advisory lock and find nothing left to do.
 * @param only the tables alone, as they were after a migration: for tests of upgrades
 * @returns the names of the migrations that were applied
 */
export function migrate(
  pool: Pool,
  open: OpenMigrator,
  current: CurrentSql,
  only?: { readonly to: string },
): Promise<string[]> {
  return withMigrator(pool, open, (openOrm) =>
    withRetry(async () => {
      // Each try has one of its own, which would else believe that what was rolled back is there.
      const orm = await openOrm()
      return orm.em.fork().transactional((em) => upgrade(orm, em, current, only))
    }, PERSISTENCE),
  )
}

/** The same within a transaction, whose owner has the lock. */
export async function upgrade(
  orm: MikroORM,
  em: EntityManager,
  current: CurrentSql,
  only: { readonly to: string } | undefined,
): Promise<string[]> {
  const kysely = em.getKysely()
  const run: Run = async (sql, values = []) =>
    (await kysely.executeQuery(CompiledQuery.raw(sql, [...values]))).rows
  // An upgrade may take its time; requests may not.
  await run('set local statement_timeout = 0; set local lock_timeout = 0')
  const applied = await orm.migrator.up({ transaction: em.getTransactionContext(), ...only })
  if (!only) await applyCurrentSql(run, current)
  return applied.map(({ name }) => name)
}
