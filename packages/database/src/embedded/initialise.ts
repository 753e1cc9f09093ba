import { randomBytes } from 'node:crypto'
import { lchown, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'

import { type Context, SUPERUSER } from './context.ts'
import { fromOutput } from './errors.ts'
import { createPassword } from './password.ts'
import { run } from './run.ts'

const DRAFT = 'pgdata.new-'

/**
 * Creates the cluster. It is made beside its place and moved there in one step, so that being
 * killed at any moment leaves either a whole cluster or none.
 */
export async function initialise(context: Context): Promise<void> {
  const { folder, identity } = context
  await removeLeftovers(folder.dir)
  await createPassword(folder, identity.owner)
  const draft = join(folder.dir, DRAFT + randomBytes(6).toString('hex'))
  try {
    await mkdir(draft, { mode: 0o700 })
    if (identity.owner) await lchown(draft, identity.owner.uid, identity.owner.gid)
    await initdb(context, draft)
    await putInPlace(draft, context)
  } catch (error) {
    await discard(draft)
    throw error
  }
}

/** A killed start leaves its draft, and maybe an initdb that still writes there for a moment. */
async function removeLeftovers(dir: string): Promise<void> {
  for (const entry of await readdir(dir)) {
    if (entry.startsWith(DRAFT)) await discard(join(dir, entry))
  }
}

/** Best effort: what cannot be removed now is in nobody's way, and the next start tries again. */
async function discard(draft: string): Promise<void> {
  await rm(draft, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}

async function initdb(context: Context, draft: string): Promise<void> {
  const { folder, identity, programs, durable } = context
  const args = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${folder.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Part of PostgreSQL itself, so the same on every system.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ]
  const { ok, output } = await run(programs.initdb, args, { identity })
  if (!ok) throw await fromOutput('Creating the database', output, folder.dir)
}

async function putInPlace(draft: string, { folder, durable }: Context): Promise<void> {
  // An empty folder in that place was checked for before; not every system renames onto it.
  await rmdir(folder.cluster).catch(() => {})
  await rename(draft, folder.cluster)
  if (!durable || process.platform === 'win32') return
  const dir = await open(folder.dir)
  await dir.sync().finally(() => dir.close())
}
