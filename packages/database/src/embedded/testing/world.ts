import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { Client } from 'pg'

import { openFolder } from '../folder.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../index.ts'
import { findPostmaster } from '../postmaster.ts'

export const isRoot = process.getuid?.() === 0

const dirs: string[] = []
const children: ChildProcess[] = []

/** What `child.ts` reports: how its start went. */
export interface Report {
  readonly url: string
  readonly port: number
  readonly adopted: boolean
  readonly code?: string
  readonly message?: string
  readonly messages: readonly string[]
}

export interface Child {
  readonly process: ChildProcess
  readonly report: Promise<Report>
}

/** Path of a folder that does not exist yet, removed at the end, whatever runs on it. */
export async function newDir(name = 'postgres'): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'souk-embedded-'))
  const dir = join(parent, name)
  dirs.push(dir)
  // mkdtemp makes folders that only their owner may enter.
  await chmod(parent, 0o755)
  return dir
}

/** A throw-away server in this process. */
export function startHere(dir: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dir, durable: false })
}

/** Starts the server from another process, which may be run through another program. */
export function startInChild(dir: string, through: readonly string[] = []): Child {
  const script = fileURLToPath(new URL('child.ts', import.meta.url))
  const [command = '', ...args] = [...through, process.execPath, script, dir]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface({ input: child.stdout })
  const report = once(lines, 'line').then(([line]) => JSON.parse(line) as Report)
  return { process: child, report }
}

/** Ends a child and waits until it is gone. */
export async function end(child: Child, signal: NodeJS.Signals): Promise<void> {
  const { process: running } = child
  if (running.exitCode !== null || running.signalCode !== null) return
  const gone = once(running, 'exit')
  running.kill(signal)
  await gone
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  // The server may be gone before the connection is closed.
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(sql).finally(() => client.end())
  return rows
}

/** Process id of the server on the folder, if one runs. */
export async function serverPid(dir: string): Promise<number | undefined> {
  return (await findPostmaster(await openFolder(dir)))?.pid
}

/** The effective capabilities of a process, as a number. */
export async function capabilitiesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number.parseInt(/CapEff:\s*(\w+)/.exec(status)?.[1] ?? '', 16)
}

export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5)
}

/** Ends whatever the tests left running and removes their folders. */
export async function cleanUp(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const dir of dirs.splice(0)) {
    const exists = await stat(dir).catch(() => undefined)
    const pid = exists && (await serverPid(dir))
    if (pid) process.kill(pid, 'SIGKILL')
    await rm(join(dir, '..'), { recursive: true, force: true, maxRetries: 5 })
  }
}
