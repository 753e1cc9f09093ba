import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@souk/database'
import { createHttpClient, type HttpClient } from './http-client.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** A Souk in a process of its own, on its own data folder with the embedded PostgreSQL. */
export interface SoukProcess {
  readonly http: HttpClient
  /** What it has printed so far. */
  output(): string
  /** Sends a signal and waits until the process is gone. @returns the exit code, or the signal */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

/** A data folder that outlives the processes on it. */
export interface CrashData {
  readonly dir: string
  /** The PostgreSQL on it, for a second process: adopted if it runs, else started. */
  postgres(): Promise<EmbeddedPostgres>
  /** Ends what a failed test left running, and removes the folder. */
  remove(): Promise<void>
}

/** Makes a data folder for a Souk that is to be killed. */
export async function newCrashData(): Promise<CrashData> {
  const dir = await mkdtemp(join(tmpdir(), 'souk-crash-'))
  // The database's own user must pass when root runs the tests.
  await chmod(dir, 0o755)
  const postgres = () => startEmbeddedPostgres({ dir: join(dir, 'postgres') })
  return {
    dir,
    postgres,
    async remove() {
      killLeftovers()
      if (await postmasterOf(dir).catch(() => undefined)) await (await postgres()).stop()
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const running = new Set<ChildProcess>()

/** Ends whatever a failed test left running. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** What a process that a test starts has from it, and no setting besides. */
export function inherited() {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, NODE_COMPILE_CACHE }
}

/** Starts `main.ts` as an operator would, and waits until it says that it is ready. */
export async function spawnSouk(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<SoukProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...inherited(),
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      TRADE_CHAT_PORT: '0',
      SANDBOX: 'on',
      RATE_LIMIT_ANONYMOUS: 'off',
      RATE_LIMIT_AUTHENTICATED: 'off',
      RATE_LIMIT_CHAT: 'off',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const gone = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const port = await portOf(child, () => output)
  return {
    http: createHttpClient(`http://127.0.0.1:${port}`),
    output: () => output,
    async end(signal) {
      child.kill(signal)
      const [code, by] = await gone
      return by ?? code ?? -1
    },
  }
}

/** The port that the banner tells. */
function portOf(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const port = /API +http:\/\/localhost:(\d+)/.exec(output())?.[1]
      if (port) resolve(port)
    })
    child.on('exit', () => reject(new Error(`it did not start:\n${output()}`)))
  })
}

/** The process id of the PostgreSQL on a data folder. */
export async function postmasterOf(dataDir: string): Promise<number> {
  const file = await readFile(join(dataDir, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8')
  return Number(file.split('\n')[0])
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
