import { readFileSync } from 'node:fs'

/** Milliseconds between two looks. */
const EVERY = 1000

/** A process and its parent. */
type Link = readonly [pid: number, parent: number]

/**
 * Tells when a package manager that runs this program as its script has gone: `npx pnpm start` dies of
 * a SIGTERM without passing it on. Only those are watched, not the shell that they were started
 * from, nor whatever is in another session: who leaves a server running (`nohup`, `setsid`) means it.
 * @returns how to stop looking
 */
export function whenLeftAlone(
  act: () => void,
  environment: NodeJS.ProcessEnv = process.env,
): () => void {
  if (!environment.npm_lifecycle_script?.includes('main.ts')) return () => {}
  const links = chain(process.pid)
  const timer = setInterval(() => {
    if (links.every(([pid, parent]) => parentOf(pid) === parent)) return
    clearInterval(timer)
    act()
  }, EVERY)
  timer.unref()
  return () => clearInterval(timer)
}

/** From this process up to the first that no package manager has started. */
function chain(pid: number): Link[] {
  const parent = parentOf(pid)
  if (parent === undefined || parent <= 1) return []
  const link: Link = [pid, parent]
  const goesOn = startedByManager(parent) && sessionOf(parent) === sessionOf(pid)
  return goesOn ? [link, ...chain(parent)] : [link]
}

function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid
  return statOf(pid)[1]
}

const sessionOf = (pid: number) => statOf(pid)[3]

/** State, parent, group and session: what follows the name, which may hold anything. Linux alone has it. */
function statOf(pid: number): (number | undefined)[] {
  const stat = read(`/proc/${pid}/stat`)
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map((field) => (/^\d+$/.test(field) ? Number(field) : undefined))
}

const startedByManager = (pid: number) => /(^|\0)npm_command=/.test(read(`/proc/${pid}/environ`))

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
