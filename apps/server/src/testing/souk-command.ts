import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inherited } from './souk-process.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

export interface SoukCommand {
  /** Resolves once the command is gone. */
  readonly ended: Promise<Ended>
  kill(): void
}

export interface Ended {
  readonly code: number | NodeJS.Signals
  readonly output: string
  readonly errors: string
  /** The most memory that the process had, in MB; 0 where the system does not tell. */
  readonly peak: number
}

/** Runs `souk …` in a process of its own. */
export function soukCommand(args: string[], environment: Record<string, string>): SoukCommand {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { output: '', errors: '' }
  child.stdout.on('data', (chunk) => {
    said.output += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.errors += chunk
  })
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid))
  }, 20)
  const ended = once(child, 'close').then(([code, signal]) => {
    clearInterval(watch)
    return { code: signal ?? code, ...said, peak }
  })
  return { ended, kill: () => void child.kill('SIGKILL') }
}

function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000
  } catch {
    return 0
  }
}
