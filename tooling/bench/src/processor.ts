import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningSouk, World } from './world.ts'

/** What the system counts processor time in. */
const TICKS_A_MS = 100 / 1000

/** In ms. */
export interface ProcessorTime {
  readonly server: number
  readonly database: number
}

/** What Souk and its PostgreSQL take to do `work` once; the load's own is not in it. */
export async function processorTimeOf(
  world: World,
  souk: RunningSouk,
  work: () => Promise<unknown>,
  times: number,
): Promise<ProcessorTime> {
  const postmaster = await postmasterOf(world)
  const used = async () => ({
    server: (await statOf(Number(souk.process.pid)))?.ticks ?? 0,
    database: await ticksWithChildren(postmaster),
  })
  for (let n = 0; n < times / 4; n += 1) await work()
  const before = await used()
  for (let n = 0; n < times; n += 1) await work()
  const after = await used()
  const took = (part: keyof ProcessorTime) => (after[part] - before[part]) / TICKS_A_MS / times
  return { server: took('server'), database: took('database') }
}

async function postmasterOf({ pool }: World): Promise<number> {
  const { rows } = await pool.query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  )
  const [pid] = (await readFile(join(rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8')).split('\n')
  return Number(pid)
}

/** Of a process, of those it has started, and of those of them that have ended. */
async function ticksWithChildren(pid: number): Promise<number> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const stats = await Promise.all(processes.map(statOf))
  const children = stats.filter((stat) => stat?.parent === pid)
  const own = await statOf(pid)
  return [own, ...children].reduce((sum, stat) => sum + (stat?.ticks ?? 0), own?.ended ?? 0)
}

/** One process, unless it has just ended. See proc(5). */
async function statOf(pid: number) {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (line === undefined) return undefined
  // The second field is a name, which may have anything in it.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const at = (field: number) => Number(fields[field - 3])
  return { parent: at(4), ticks: at(14) + at(15), ended: at(16) + at(17) }
}
