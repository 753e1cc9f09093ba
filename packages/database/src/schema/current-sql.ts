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
  const before = known?.objects ?? []
  await drop(run, [...before, ...namesIn(objects).filter((name) => !stands(before, name))])
  await create(run, objects)
  await run(
    `insert into current_sql (version, digest, objects) values ($1, $2, $3)
     on conflict (only_row) do update set version = excluded.version, digest = excluded.digest,
       objects = excluded.objects, applied_at = excluded.applied_at`,
    [version, digest, await madeNow(run, objects)],
  )
}

const namesIn = (objects: readonly SqlObject[]) =>
  objects.map(({ kind, name }) => `${kind} ${name}`)

/** Whether a list has a function or view, with or without what it is called with. */
const stands = (list: readonly string[], name: string) =>
  list.some((entry) => entry === name || entry.startsWith(`${name}(`))

async function drop(run: Run, objects: readonly string[]): Promise<void> {
  const views = named('view', objects)
  // Together, since one may lean on another.
  if (views.length > 0) await run(`drop view if exists ${views.join(', ')}`)
  const functions = await run(OURS, [named('function', objects)])
  if (functions.length === 0) return
  await run(`drop function ${(functions as Named[]).map(({ name }) => name).join(', ')}`)
}

const named = (kind: string, objects: readonly string[]) =>
  objects
    .filter((entry) => entry.startsWith(`${kind} `))
    .map((entry) => entry.slice(kind.length + 1))

interface Named {
  readonly name: string
}

/** A function's name as the files have it. */
const PLAIN_NAME = `case pronamespace::regnamespace::text when 'public' then '' else
  pronamespace::regnamespace || '.' end || proname`

/**
 * The functions of a list, with what they are called with, for others may have their names. Earlier
 * versions recorded names alone: those of an extension, such as `set_limit` of pg_trgm, are not ours.
 */
const OURS = `select oid::regprocedure::text as name from pg_proc
  where (oid::regprocedure::text = any ($1) or ${PLAIN_NAME} = any ($1))
    and not exists (select from pg_depend
                     where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')`

/** What this transaction has made, so that the next texts find that and nothing else. */
async function madeNow(run: Run, objects: readonly SqlObject[]): Promise<string[]> {
  const names = namesIn(objects)
  const functions = await run(
    `select oid::regprocedure::text as name from pg_proc
      where ${PLAIN_NAME} = any ($1) and xmin = pg_current_xact_id()::xid order by 1`,
    [named('function', names)],
  )
  const views = names.filter((name) => name.startsWith('view '))
  return [...views, ...(functions as Named[]).map(({ name }) => `function ${name}`)]
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
