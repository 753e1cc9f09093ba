import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type OpenMigrator, upgrade, withMigrator } from '../schema/migrate.ts'
import type { CurrentSql } from '../schema/schema.ts'
import { loosen } from './loosen.ts'
import type { SchemaIdentity } from './snapshot.ts'
import { type Kept, passOver, readTables, type Sequence, schemaOf, type Table } from './tables.ts'

/** Why a database cannot be filled; the message is for people. */
export class RebuildRefused extends Error {}

/** Because something is in it. */
export class DatabaseFilled extends RebuildRefused {}

/** What a database is to be filled with. */
export interface Rebuild {
  /** As it was where the rows come from. Later migrations are applied to the rows. */
  readonly schema: SchemaIdentity
  readonly tables: readonly Pick<Table, 'name' | 'columns'>[]
  readonly sequences: readonly Sequence[]
  /** How many numbers are passed over, that may have been given out since. */
  readonly leap: number
  /** Loads all rows. What it throws undoes everything. */
  fill(load: Load): Promise<void>
  /** Ends it early, with nothing done. */
  readonly signal?: AbortSignal | undefined
}

/** Loads rows as COPY writes them, whole lines. @returns how many rows those were */
export type Load = (table: Pick<Table, 'name' | 'columns'>, lines: Buffer) => Promise<number>

/** What the database is made with. */
export interface Means {
  readonly pool: Pool
  readonly kept: Kept
  readonly current: CurrentSql
  readonly openMigrator: OpenMigrator
}

/**
 * Makes schema and rows in an empty database, in one transaction: wherever it ends early, the
 * database is as empty as before.
 * @throws RebuildRefused
 */
export function rebuild(means: Means, wanted: Rebuild): Promise<void> {
  return withMigrator(means.pool, means.openMigrator, async (openOrm, client) => {
    await inOneTransaction(await openOrm(), client, means, wanted)
    await client.query(`analyze ${namesOf(wanted.tables)}`)
  })
}

const namesOf = (tables: readonly Pick<Table, 'name'>[]) =>
  tables.map(({ name }) => name).join(', ')

function inOneTransaction(
  orm: MikroORM,
  client: PoolClient,
  { kept, current }: Means,
  { schema, tables, sequences, leap, fill, signal }: Rebuild,
): Promise<void> {
  return orm.em.fork().transactional(async (em) => {
    await refuseFilled(client, kept)
    const to = schema.migrations.at(-1)
    if (to === undefined) throw new RebuildRefused('no Souk has made its schema')
    await upgrade(orm, em, current, { to })
    refuseOthers((await readTables(client, kept)).tables, tables)
    const putBack = await loosen(client, tables)
    // Migrations write rows too: what has become of them is loaded.
    await client.query(`truncate ${namesOf(tables)} cascade`)
    await fill((table, lines) => load(client, table, lines))
    await putBack(signal)
    for (const { name, value, isCalled } of sequences) {
      await client.query('select setval($1::regclass, $2, $3)', [name, value, isCalled])
    }
    await upgrade(orm, em, current, undefined)
    // Those too that the backup was too old to have.
    if (leap > 0) await passOver(client, (await readTables(client, kept)).tables, leap)
  })
}

async function load(
  client: PoolClient,
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  lines: Buffer,
): Promise<number> {
  const copy = client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from([lines]), copy)
  return copy.rowCount
}

/** Something is there already: it is not for a backup to replace. */
async function refuseFilled(client: PoolClient, kept: Kept): Promise<void> {
  const schemas = new Set([...kept.tables].map(schemaOf))
  const { rows } = await client.query<{ name: string }>(FILLED, [[...schemas]])
  const [first] = rows
  if (first) throw new DatabaseFilled(`the database is not empty: ${first.name} is in it`)
}

const FILLED = `
  select format('%I.%I', nspname, relname) as name
    from pg_class c join pg_namespace n on n.oid = relnamespace
   where nspname = any ($1) and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
     and not exists (select from pg_depend
                      where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
   order by 1 limit 1`

/** Rows that have no place here would be lost without a word, and a table without its rows is no better. */
function refuseOthers(
  there: readonly Table[],
  wanted: readonly Pick<Table, 'name' | 'columns'>[],
): void {
  const columns = new Map(there.map((table) => [table.name, new Set(table.columns)]))
  const lost = wanted.flatMap((table) => {
    const known = columns.get(table.name)
    if (!known) return [table.name]
    return table.columns.filter((name) => !known.has(name)).map((name) => `${table.name}.${name}`)
  })
  if (lost.length > 0) {
    throw new RebuildRefused(`the schema of this Souk has no place for ${lost.join(', ')}`)
  }
  const names = new Set(wanted.map(({ name }) => name))
  const missing = there.filter(({ name }) => !names.has(name))
  if (missing.length > 0) {
    throw new RebuildRefused(`there are no rows for ${missing.map(({ name }) => name).join(', ')}`)
  }
}
