import { randomBytes } from 'node:crypto'
import { lchown, open, rename } from 'node:fs/promises'

import { EmbeddedPostgresError } from './errors.ts'
import { type Folder, readIfThere } from './folder.ts'
import type { Owner } from './run.ts'

/** The password of the existing cluster. Throws START_FAILED when its file is gone. */
export async function readPassword(folder: Folder): Promise<string> {
  const password = (await readIfThere(folder.password))?.trim()
  if (password) return password
  throw new EmbeddedPostgresError(
    'START_FAILED',
    `${folder.password} is missing or empty: without it nobody can log in to the database in ` +
      `${folder.cluster}.\nRestore the file from a backup, or move ${folder.dir} away to start empty.`,
  )
}

/**
 * Makes the password of a cluster to be created. The file is complete or absent, never half, and
 * initdb, which runs as `owner`, can read it.
 */
export async function createPassword(folder: Folder, owner: Owner | undefined): Promise<void> {
  const draft = `${folder.password}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(`${randomBytes(24).toString('hex')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  if (owner) await lchown(draft, owner.uid, owner.gid)
  await rename(draft, folder.password)
}
