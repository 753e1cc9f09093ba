import type { ClientBase } from 'pg'

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

/**
 * The tables of a database whose rows are worth keeping.
 * @param kept their names; `ledger.*` is every table of that schema
 */
export async function readTables(client: ClientBase, kept: readonly string[]): Promise<Table[]> {
  const { rows } = await client.query<Table>(TABLES)
  const isKept = (name: string) =>
    kept.some((pattern) =>
      pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    )
  return rows.filter(({ name }) => isKept(name) && !OURS.includes(name))
}

/** The sequences that number the rows of these tables. */
export async function readSequences(
  client: ClientBase,
  tables: readonly Table[],
): Promise<Sequence[]> {
  const found = await client.query<{ name: string }>(SEQUENCES, [tables.map(({ name }) => name)])
  const sequences: Sequence[] = []
  for (const { name } of found.rows) {
    const state = `select last_value::text as value, is_called as "isCalled" from ${name}`
    const { rows } = await client.query<Omit<Sequence, 'name'>>(state)
    sequences.push(...rows.map((row) => ({ name, ...row })))
  }
  return sequences
}

const SEQUENCES = `
  select format('%I.%I', nspname, relname) as name
    from pg_class s join pg_namespace n on n.oid = relnamespace
    join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('i', 'a')
   where relkind = 'S' and d.refobjid = any ($1::regclass[])
   order by 1`
