import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { type Folder, readIfThere } from './folder.ts'
import { run } from './run.ts'

const FILLED_WITHIN_TRIES = 20

/** The main process of a server. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/**
 * The server that runs on this folder, by its `postmaster.pid`. The file outlives a killed server,
 * and its process id may by now be another program's, on which PostgreSQL would refuse to start:
 * such a file is removed.
 */
export async function findPostmaster(folder: Folder): Promise<Postmaster | undefined> {
  const file = join(folder.cluster, 'postmaster.pid')
  const lines = await readComplete(file)
  if (!lines) return undefined
  const pid = Number(lines[0])
  if (await isServerOf(folder, pid)) return { pid, port: Number(lines[3]) || 0 }
  await rm(file, { force: true })
  return undefined
}

/** A server that is just starting may have created the file and not yet filled it. */
async function readComplete(file: string): Promise<string[] | undefined> {
  for (let tries = 1; ; tries++) {
    const lines = (await readIfThere(file))?.split('\n')
    if (!lines || lines[0] || tries === FILLED_WITHIN_TRIES) return lines
    await delay(50)
  }
}

/** Whether the process is alive and a server that was started on this folder. */
export async function isServerOf(folder: Folder, pid: number): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return false
  return (await commandLine(pid)).includes(marker(folder))
}

/** Stands on the command line of every server we start. */
export function marker(folder: Folder): string {
  return `cluster_name=${folder.name}`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  }
  if (process.platform === 'win32') {
    const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`
    return (await run('powershell.exe', ['-NoProfile', '-Command', query])).output
  }
  return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).output
}
