import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { listen } from '../listen.ts'

/** Whether a program is to be had on this machine. */
export const isHere = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0

/** A program of somebody else's, at work. */
export interface Program {
  output(): string
  /** Tells it to end, and waits until it has. */
  end(): Promise<void>
}

export interface ProgramOptions {
  /** It is up when this one answers. */
  readonly port: number
  /** Run as nobody, where root would be refused. */
  readonly asNobody?: boolean
  readonly endWith?: NodeJS.Signals
}

/** Starts a program and waits until it listens. */
export async function startProgram(
  command: string,
  args: readonly string[],
  { port, asNobody = false, endWith = 'SIGTERM' }: ProgramOptions,
): Promise<Program> {
  const isRoot = process.getuid?.() === 0
  const identity = asNobody && isRoot ? { uid: 65_534, gid: 65_534 } : {}
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...identity })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  while (!(await answers(port))) {
    if (isOver(child)) throw new Error(`${command} did not start:\n${output}`)
    await delay(20)
  }
  return {
    output: () => output,
    async end() {
      if (isOver(child)) return
      const gone = once(child, 'exit')
      child.kill(endWith)
      await gone
    },
  }
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return isThere
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, 0, '127.0.0.1')
  await new Promise((resolve) => server.close(resolve))
  return port
}
