import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type CurrentSql, sqlFiles } from './schema.ts'

/** Runs SQL in the transaction of the upgrade. */
export type Run = (sql: string, values?: readonly unknown[]) => Promise<unknown[]>

/** One function or view with its text. */
export interface SqlObject {
  readonly kind: 'function' | 'view'
  /** With its schema, unless that is `public`. */
  readonly name: string
  readonly text: string
}

const HEAD = /^create or replace (function|view) ([\w.]+)/gm

/** Every function and view of the folders; a file may hold several. */
export async function readCurrentSql(folders: readonly URL[]): Promise<SqlObject[]> {
  const files = (await Promise.all(folders.map(sqlFiles))).flat()
  const objects = (await Promise.all(files.map(objectsIn))).flat()
  const names = objects.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new Error(`${twice} has two texts`)
  return objects
}

async function objectsIn(file: URL): Promise<SqlObject[]> {
  const text = await readFile(file, 'utf8')
  const heads = [...text.matchAll(HEAD)]
  return heads.map(({ index, 1: kind, 2: name = '' }, i) => ({
    kind: kind === 'view' ? 'view' : 'function',
    name,
    text: text.slice(index, heads[i + 1]?.index),
  }))
}

/** Tells texts from others, however they are spread over files. */
export function digestOf(objects: readonly SqlObject[]): string {
  const texts = objects.map(({ text }) => text.trim()).sort()
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)
}

interface Known {
  readonly version: number
  readonly digest: string
  readonly objects: readonly string[]
}

/**
 * Makes the functions and views what the files say: all anew, and gone what no file names any more.
 * Texts of a newer process stay. Others see the change when the transaction commits.
 */
export async function applyCurrentSql(run: Run, { version, folders }: CurrentSql): Promise<void> {
  const objects = await readCurrentSql(folders)
  const digest = digestOf(objects)
  const [known] = (await run('select version, digest, objects from current_sql')) as Known[]
  if (known && (known.version > version || known.digest === digest)) return
  const names = objects.map(({ kind, name }) => `${kind} ${name}`)
  await drop(run, new Set([...(known?.objects ?? []), ...names]))
  await create(run, objects)
  await run(
    `insert into current_sql (version, digest, objects) values ($1, $2, $3)
     on conflict (only_row) do update set version = excluded.version, digest = excluded.digest,
       objects = excluded.objects, applied_at = excluded.applied_at`,
    [version, digest, names],
  )
}

/** By name only: an operator may have functions of their own beside ours. */
async function drop(run: Run, objects: ReadonlySet<string>): Promise<void> {
  for (const kind of ['view', 'function']) {
    const names = [...objects].flatMap((object) =>
      object.startsWith(`${kind} `) ? [object.slice(kind.length + 1)] : [],
    )
    // Together, since one may lean on another.
    if (names.length > 0) await run(`drop ${kind} if exists ${names.join(', ')}`)
  }
}

/**
 * Functions first without a look into them, so that none needs to come before another; then the
 * views; then the functions again, each body checked against all that there is.
 */
async function create(run: Run, objects: readonly SqlObject[]): Promise<void> {
  const texts = (kind: string) =>
    objects.flatMap((object) => (object.kind === kind ? [object.text] : [])).join('\n')
  await run(`set local check_function_bodies = off;\n${texts('function')}`)
  await run(texts('view'))
  await run(`set local check_function_bodies = on;
    set local plpgsql.extra_errors = 'shadowed_variables';\n${texts('function')}`)
}
