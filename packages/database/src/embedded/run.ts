import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

/** The account that PostgreSQL's programs run as. */
export interface Identity {
  /** Absent: our own account. */
  readonly owner?: Owner
  /** What lets `owner` pass folders closed to it; only where needed. */
  readonly capability?: Capability
}

export interface Owner {
  readonly uid: number
  readonly gid: number
}

export type Capability = 'dac_read_search' | 'dac_override'

export interface RunOptions {
  readonly identity?: Identity
  readonly env?: Record<string, string>
  /** File descriptor for all output, which a server left running keeps. Absent: collected. */
  readonly outputTo?: number
}

export interface Outcome {
  /** Whether the program could be run and ended with 0. */
  readonly ok: boolean
  readonly output: string
}

/**
 * Runs a program to its end, in a session of its own, so that Ctrl-C in a terminal does not reach
 * it. Never rejects: a program that cannot be run at all is a failed outcome.
 */
export function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const [command, ...rest] = [...wrapper(options.identity), program, ...args]
  return new Promise((resolve) => {
    const child = attempt(() => spawn(command ?? program, rest, spawnOptions(options)))
    if (child instanceof Error) return resolve({ ok: false, output: child.message })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.on('error', (error) => resolve({ ok: false, output: output + error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}

/** Some refusals (no right to change the account) are thrown, others become an event. */
function attempt(start: () => ChildProcess): ChildProcess | Error {
  try {
    return start()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function spawnOptions(options: RunOptions): SpawnOptions {
  const sink = options.outputTo ?? 'pipe'
  const { owner, capability } = options.identity ?? {}
  return {
    // Ours may be closed to the other account.
    cwd: '/',
    env: { ...environment(), ...options.env },
    stdio: ['ignore', sink, sink],
    detached: true,
    windowsHide: true,
    ...(owner && !capability ? owner : {}),
  }
}

/**
 * PostgreSQL looks for its own programs with access(2), which ignores the capabilities of all but
 * root unless `no_setuid_fixup` is set.
 */
function wrapper(identity: Identity | undefined): string[] {
  const { owner, capability } = identity ?? {}
  if (!owner || !capability) return []
  return [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
  ]
}

const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'ComSpec']

/** Only what the programs need: not our secrets, not PG* settings; English, so output can be read. */
function environment(): Record<string, string> {
  const env: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of PASSED_ON) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  return env
}
