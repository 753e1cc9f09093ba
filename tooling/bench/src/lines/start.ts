import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../rate.ts'
import type { Row } from '../report.ts'

const MAIN = new URL('../../../../apps/server/src/main.ts', import.meta.url).pathname
const ROUNDS = 5

/** From the command to the banner: on an empty folder, and on data that exists. */
export async function start(): Promise<Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'souk-bench-start-'))
  const first = await startOnce(dir)
  const later: number[] = []
  for (let n = 0; n < ROUNDS; n += 1) later.push(await startOnce(dir))
  await rm(dir, { recursive: true, force: true })
  const measured = `${Math.round(median(later))} ms; first start ${Math.round(first)} ms`
  return [{ line: 'start to ready, existing data', against: '', measured }]
}

async function startOnce(dir: string): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: dir, PORT: '0', TRADE_CHAT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('is ready') && resolve())
  })
  const took = performance.now() - began
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  return took
}
