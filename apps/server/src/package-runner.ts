import { readFileSync } from 'node:fs'

/** Milliseconds between two looks. */
const EVERY = 1000
/** A package manager, or the shell it runs scripts in. */
const RUNNER = /(^|[\s/])(npm|npx|pnpm|corepack)(\.c?js)?(\s|$)|^(\S*\/)?sh -c /

/**
 * Calls `gone` once the package manager that started this process has ended: `npx` and its like pass no
 * SIGTERM on, and whoever stopped them takes everything under them for stopped.
 * Without one, or where the system does not show processes as files, nothing is watched.
 */
export function watchPackageRunner(gone: () => void): void {
  const runners = runnersAbove(process.ppid)
  if (runners.length === 0) return
  const look = setInterval(() => {
    if (runners.every(isAlive)) return
    clearInterval(look)
    gone()
  }, EVERY)
  look.unref()
}

/** From our parent on up to whoever started the outermost of them, who is not among them. */
function runnersAbove(parent: number): number[] {
  if (process.env.npm_lifecycle_event === undefined || parent <= 1) return []
  try {
    const command = readFileSync(`/proc/${parent}/cmdline`, 'utf8').replaceAll('\0', ' ')
    if (!RUNNER.test(command)) return []
    const [, next = 0] =
      /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8')) ?? []
    return [parent, ...runnersAbove(Number(next))]
  } catch {
    return []
  }
}

/** Signal 0 is never sent; one that we may not send tells of a process all the same. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
