import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test, vi } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url).pathname
/** Each makes a PostgreSQL as durable as a real one. */
const PATIENCE = 60_000

// Whose child a process is, its environment says; only Linux shows that.
describe.skipIf(process.platform !== 'linux').concurrent('the bench leaves nothing running', () => {
  test(
    'when it is interrupted, and once more, in the middle of a line',
    async ({ expect, onTestFinished }) => {
      const bench = await startBench(onTestFinished, ['start'])
      const souk = /apps\/server\/src\/main.ts/
      await vi.waitFor(async () => expect(await bench.processes()).toMatch(souk), PATIENCE)
      bench.signal('SIGINT')
      await vi.waitFor(() => expect(bench.said()).toContain('SIGINT'), PATIENCE)
      bench.signal('SIGINT')
      expect(await bench.ended()).toBe(1)
      expect(await bench.processes()).toBe('')
      expect(await bench.files()).toEqual([])
    },
    PATIENCE,
  )

  test(
    'when it is told to end while its PostgreSQL is being made',
    async ({ expect, onTestFinished }) => {
      const bench = await startBench(onTestFinished, ['start'])
      await vi.waitFor(async () => expect(await bench.processes()).toContain('initdb'), PATIENCE)
      bench.signal('SIGTERM')
      expect(await bench.ended()).toBe(1)
      expect(await bench.processes()).toBe('')
      expect(await bench.files()).toEqual([])
    },
    PATIENCE,
  )

  test(
    'when a line fails',
    async ({ expect, onTestFinished }) => {
      const bench = await startBench(onTestFinished, ['start'], { SMTP_URL: 'no address' })
      expect(await bench.ended()).toBe(1)
      expect(bench.said()).toContain('Souk stopped with 1')
      expect(await bench.processes()).toBe('')
      expect(await bench.files()).toEqual([])
    },
    PATIENCE,
  )
})

/**
 * Runs the bench as a terminal does, in a process group of its own, on a folder of its own.
 * @param onTestFinished of the test itself, beside which others run
 */
async function startBench(
  onTestFinished: TestContext['onTestFinished'],
  lines: readonly string[],
  environment: Record<string, string> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'souk-bench-test-'))
  // PostgreSQL's own account must pass when root runs the tests.
  await chmod(folder, 0o755)
  const temporary = join(folder, 'tmp')
  await mkdir(temporary)
  const child = spawn(process.execPath, [MAIN, ...lines], {
    cwd: folder,
    env: { ...process.env, ...environment, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const gone = once(child, 'exit')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  onTestFinished(async () => {
    for (const { pid } of await processesOf(temporary)) process.kill(pid, 'SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    said: () => said,
    /** To all of its group, as Ctrl-C is. */
    signal: (signal: NodeJS.Signals) => process.kill(-(child.pid ?? 0), signal),
    ended: async () => (await gone)[0] as number | null,
    processes: async () => (await processesOf(temporary)).map(({ command }) => command).join('\n'),
    files: () => readdir(temporary),
  }
}

/** Whatever runs with this folder for its temporary files: the bench, and all that it has started. */
async function processesOf(folder: string): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = (pid: string, file: string) =>
    readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
  const found = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      command: (await read(pid, 'cmdline')).replaceAll('\0', ' '),
      environment: (await read(pid, 'environ')).split('\0'),
    })),
  )
  return found.filter(({ environment }) => environment.includes(`TMPDIR=${folder}`))
}
