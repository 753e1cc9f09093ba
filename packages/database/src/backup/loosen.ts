import type { ClientBase } from 'pg'
import type { Table } from './tables.ts'

/**
 * Takes from tables what would look at each row that is loaded: what refers from one to another, what
 * is done at every change, and indexes, which are made faster at once than row by row. An owner of the
 * tables may; to switch them off for a session takes a superuser.
 * @returns how to put all of it back, which checks that it holds
 */
export async function loosen(
  client: ClientBase,
  tables: readonly Pick<Table, 'name'>[],
): Promise<(signal: AbortSignal | undefined) => Promise<void>> {
  const names = tables.map(({ name }) => name)
  const { rows } = await client.query<{ away: string; back: string }>(PARTS, [names])
  for (const { away } of rows) await client.query(away)
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  return async (signal) => {
    for (const name of names) await client.query(`alter table ${name} enable trigger user`)
    // Foreign keys were taken first, and go back last: they lean on unique indexes.
    for (const { back } of rows.toReversed()) {
      signal?.throwIfAborted() // where there are many rows, each takes a while
      await client.query(back)
    }
  }
}

/** A library's partitioned table keeps its own. */
const PARTS = `
  with loaded as (select unnest($1::regclass[]) as oid),
  plain as (select oid from loaded join pg_class using (oid) where relkind = 'r')
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as away,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname,
                pg_get_constraintdef(c.oid)) as back, 1 as turn
    from pg_constraint c join plain on plain.oid = conrelid where contype = 'f'
  union all
  select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 2
    from pg_index join plain on plain.oid = indrelid
   where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
   order by turn`
