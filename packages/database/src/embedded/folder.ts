import { createHash } from 'node:crypto'
import { chmod, lchown, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { EmbeddedPostgresError, wrongVersion } from './errors.ts'
import { makeFolder } from './make-folder.ts'
import type { Owner } from './run.ts'

/** Where everything of one embedded PostgreSQL is. Paths are absolute and free of links. */
export interface Folder {
  readonly dir: string
  readonly cluster: string
  readonly password: string
  readonly log: string
  /** Short name made from the path: marks the server's command line and names the lock. */
  readonly name: string
}

/** Creates the folder where needed, and makes it passable for the account that PostgreSQL gets. */
export async function openFolder(path: string): Promise<Folder> {
  await makeFolder(path)
  const dir = await realpath(path)
  if (process.getuid?.() === 0) await letThrough(dir)
  return {
    dir,
    cluster: join(dir, 'pgdata'),
    password: join(dir, 'password'),
    log: join(dir, 'postgres.log'),
    name: `souk-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`,
  }
}

/**
 * The folder stays root's: were it PostgreSQL's own, that account could put links in the way of
 * what root writes here. All it needs is to pass through.
 */
async function letThrough(dir: string): Promise<void> {
  const { mode, uid } = await stat(dir)
  if (uid === 0 && (mode & 0o011) !== 0o011) await chmod(dir, (mode & 0o7777) | 0o011)
}

/**
 * Whether the folder holds a cluster that PostgreSQL `version` can read.
 * @throws EmbeddedPostgresError WRONG_VERSION, or START_FAILED when something else is there
 */
export async function hasCluster(folder: Folder, version: string): Promise<boolean> {
  const shipped = version.split('.')[0]
  const found = (await readIfThere(join(folder.cluster, 'PG_VERSION')))?.trim()
  if (found === shipped) return true
  if (found !== undefined) throw wrongVersion(folder.cluster, found, version)
  if (await isEmptyOrMissing(folder.cluster)) return false
  throw new EmbeddedPostgresError(
    'START_FAILED',
    `${folder.cluster} is not empty and has no PostgreSQL data (no PG_VERSION file).\n` +
      'Move it away, restore it from a backup, or choose another DATA_DIR.',
  )
}

async function isEmptyOrMissing(dir: string): Promise<boolean> {
  try {
    return (await readdir(dir)).length === 0
  } catch (error) {
    if (isMissing(error)) return true
    throw error
  }
}

/** The text of a file, or undefined when there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Gives a cluster that root copied here (from a backup, say) to the account PostgreSQL gets. */
export async function giveAway(cluster: string, owner: Owner): Promise<void> {
  const entries = await readdir(cluster, { recursive: true })
  for (const entry of entries) await lchown(join(cluster, entry), owner.uid, owner.gid)
  await lchown(cluster, owner.uid, owner.gid)
  await chmod(cluster, 0o700)
}
