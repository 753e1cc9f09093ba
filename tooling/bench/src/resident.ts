import { readFile } from 'node:fs/promises'
import type { RunningSouk } from './souk.ts'

/** Resident memory in MB, as the system counts it. */
export async function residentOf({ process: { pid } }: RunningSouk): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
