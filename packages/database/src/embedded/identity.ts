import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

import { notPermitted } from './errors.ts'
import { type Folder, giveAway } from './folder.ts'
import type { Programs } from './programs.ts'
import { type Identity, type Owner, run } from './run.ts'

const OUR_ACCOUNT = 'souk-postgres'

/**
 * PostgreSQL refuses to run as root. A normal user runs it as itself; root runs it as the owner of
 * the existing cluster, or else as a system account.
 * @throws EmbeddedPostgresError NOT_PERMITTED
 */
export async function chooseIdentity(
  programs: Programs,
  folder: Folder,
  onProgress: (message: string) => void,
): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  const present = await ownerOf(folder.cluster)
  const owner = present && present.uid !== 0 ? present : await systemAccount(onProgress)
  if (present?.uid === 0) await giveAway(folder.cluster, owner)
  return findPassage(programs, folder, owner)
}

async function ownerOf(cluster: string): Promise<Owner | undefined> {
  const found = await stat(cluster).catch(() => undefined)
  return found && { uid: found.uid, gid: found.gid }
}

async function systemAccount(onProgress: (message: string) => void): Promise<Owner> {
  for (const name of ['postgres', '_postgres', OUR_ACCOUNT]) {
    const account = await lookUp(name)
    if (account) return account
  }
  onProgress(`Creating the system user ${OUR_ACCOUNT} (PostgreSQL does not run as root)…`)
  await createAccount()
  const account = (await lookUp(OUR_ACCOUNT)) ?? (await lookUp('nobody'))
  if (!account) throw notPermitted('PostgreSQL does not run as root, and no other user was found.')
  return account
}

async function lookUp(name: string): Promise<Owner | undefined> {
  const uid = await run('id', ['-u', name])
  const gid = await run('id', ['-g', name])
  if (!uid.ok || !gid.ok) return undefined
  return { uid: Number(uid.output), gid: Number(gid.output) }
}

/** With the tool most systems have, else with the one of small (busybox) systems. */
async function createAccount(): Promise<void> {
  const shell = '/usr/sbin/nologin'
  const options = ['--system', '--user-group', '--no-create-home', '--shell', shell]
  const created = await run('useradd', [...options, OUR_ACCOUNT])
  if (!created.ok) await run('adduser', ['-S', '-D', '-H', '-s', shell, OUR_ACCOUNT])
}

/**
 * Programs and data may be below a folder closed to the account (/root, say). Capabilities open
 * it; which of them may be given depends on the container, so the smallest that works is taken.
 */
async function findPassage(programs: Programs, folder: Folder, owner: Owner): Promise<Identity> {
  const choices: Identity[] = [
    { owner },
    { owner, capability: 'dac_read_search' },
    { owner, capability: 'dac_override' },
  ]
  for (const choice of choices) if (await reaches(choice, programs, folder)) return choice
  throw notPermitted(
    `PostgreSQL does not run as root, and the user it would run as (${owner.uid}) cannot reach ` +
      `${folder.dir} or ${dirname(programs.initdb)}.`,
  )
}

/** `initdb -s` only shows its settings, after it looked for the other programs. */
async function reaches(identity: Identity, programs: Programs, folder: Folder): Promise<boolean> {
  const script = 'cd "$1" && exec "$2" -s -D .'
  const args = ['-c', script, 'sh', folder.dir, programs.initdb]
  return (await run('/bin/sh', args, { identity })).ok
}
