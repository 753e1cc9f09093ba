import { Migration } from '@mikro-orm/migrations'
import type { MigrationObject, MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'

/** Any number will do, as long as every Souk process takes the same one. */
const MIGRATION_LOCK = 7_265_001

/** A migration's SQL, or what writes it down once it is needed. */
type Sql = string | (() => string | Promise<string>)

/**
 * A migration made of plain SQL. Migrations are forward only and never edited once released: a
 * changed function is a new migration with `create or replace`.
 */
export function sqlMigration(name: string, sql: Sql): MigrationObject & { readonly sql: Sql } {
  return {
    name,
    sql,
    class: class extends Migration {
      override async up(): Promise<void> {
        // A migration may take its time; requests may not.
        this.addSql('set local statement_timeout = 0; set local lock_timeout = 0')
        this.addSql(typeof sql === 'string' ? sql : await sql())
      }
    },
  }
}

/**
 * Applies the outstanding migrations. Several processes may start at once: the first one migrates,
 * the others wait for its advisory lock and find nothing left to do.
 */
export async function migrate(orm: MikroORM, pool: Pool): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0; set lock_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await orm.migrator.up()
    return applied.map(({ name }) => name)
  } finally {
    // Closing the connection gives the lock back, whatever state it is in.
    client.release(true)
  }
}
