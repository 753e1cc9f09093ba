import type { ClientBase } from 'pg'
import type { Migration } from '../schema/migrations.ts'

/** A table with its rows; names are quoted where SQL needs it. */
export interface Table {
  /** With its schema: `public.users`. */
  readonly name: string
  /** The columns that are stored, in their order. */
  readonly columns: readonly string[]
  /** About what it takes on the disk. */
  readonly bytes: number
}

/** Where the numbers of a column go on. */
export interface Sequence {
  readonly name: string
  /** The number last given out; or, if it was not called yet, the first one. */
  readonly value: string
  readonly isCalled: boolean
}

/** How the schema got where it is: migrations write it, and no backup has to. */
const OURS = ['public.migrations', 'public.current_sql']

/** Of a partitioned table the whole, and nothing that an extension brings along. */
const TABLES = `
  select format('%I.%I', nspname, relname) as name,
         array(select quote_ident(attname) from pg_attribute
                where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
                order by attnum) as columns,
         coalesce((select sum(pg_table_size(relid)) from pg_partition_tree(c.oid)),
                  pg_table_size(c.oid))::float8 as bytes
    from pg_class c join pg_namespace n on n.oid = relnamespace
   where relkind in ('r', 'p') and not relispartition and relpersistence <> 't'
     and nspname !~ '^(pg_|information_schema$)'
     and not exists (select from pg_depend
                      where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
   order by 1`

/** Which tables are kept: what migrations have made. Somebody may have put others beside them. */
export interface Kept {
  readonly tables: ReadonlySet<string>
  /** Where what is none of them is somebody else's. */
  readonly schemas: readonly string[]
  /** What has made them. */
  readonly migrations: ReadonlySet<string>
}

const MADE = /^create table ([\w.]+)/gim

/** @param patterns names of tables; `ledger.*` is every one that a migration makes in that schema */
export async function keptOf(
  patterns: readonly string[],
  migrations: readonly Migration[],
): Promise<Kept> {
  const texts = await Promise.all(migrations.map(({ sql }) => sql()))
  const names = texts.flatMap((text) => [...text.matchAll(MADE)].map(([, name = '']) => name))
  const made = names.map((name) => (name.includes('.') ? name : `public.${name}`))
  const schemas = patterns.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2))
  const tables = made.filter((name) => schemas.includes(schemaOf(name)) && !OURS.includes(name))
  const known = new Set(migrations.map(({ name }) => name))
  return { tables: new Set([...patterns, ...tables]), schemas, migrations: known }
}

export const schemaOf = (name: string) => name.slice(0, name.indexOf('.'))

/** The tables of a database whose rows are kept, and the names of others that stand beside them. */
export async function readTables(
  client: ClientBase,
  kept: Kept,
): Promise<{ tables: Table[]; others: string[] }> {
  const { rows } = await client.query<Table>(TABLES)
  const names = rows.map(({ name }) => name)
  return {
    tables: rows.filter(({ name }) => kept.tables.has(name)),
    others: names.filter(
      (name) =>
        kept.schemas.includes(schemaOf(name)) && !kept.tables.has(name) && !OURS.includes(name),
    ),
  }
}

/** The sequences that number the rows of these tables. */
export async function readSequences(
  client: ClientBase,
  tables: readonly Pick<Table, 'name'>[],
): Promise<Sequence[]> {
  const sequences: Sequence[] = []
  for (const { name } of await numbered(client, tables)) {
    const state = `select last_value::text as value, is_called as "isCalled" from ${name}`
    const { rows } = await client.query<Omit<Sequence, 'name'>>(state)
    sequences.push(...rows.map((row) => ({ name, ...row })))
  }
  return sequences
}

/** Has the numbers of these tables go on so much higher than any that is in its column, or was given out. */
export async function passOver(
  client: ClientBase,
  tables: readonly Pick<Table, 'name'>[],
  many: number,
): Promise<void> {
  for (const { name, column, table } of await numbered(client, tables)) {
    await client.query(
      `select setval($1::regclass, greatest(last_value, (select max(${column}) from ${table})) + $2,
                     is_called) from ${name}`,
      [name, many],
    )
  }
}

interface Numbered {
  readonly name: string
  readonly table: string
  readonly column: string
}

async function numbered(client: ClientBase, tables: readonly Pick<Table, 'name'>[]) {
  return (await client.query<Numbered>(SEQUENCES, [tables.map(({ name }) => name)])).rows
}

const SEQUENCES = `
  select format('%I.%I', nspname, relname) as name, d.refobjid::regclass::text as table,
         quote_ident(attname) as column
    from pg_class s join pg_namespace n on n.oid = relnamespace
    join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('i', 'a')
    join pg_attribute on attrelid = d.refobjid and attnum = d.refobjsubid
   where relkind = 'S' and d.refobjid = any ($1::regclass[])
   order by 1`
