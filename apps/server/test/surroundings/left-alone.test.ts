import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createTestDatabase, type TestDatabase } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive, newCrashData, postmasterOf } from '../../src/testing/souk-process.ts'
import { TEST_SECRET } from '../../src/testing/test-souk.ts'

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** Starts a server from a shell, as package managers do, and gives the number of its process. */
async function startFrom(environment: Record<string, string>) {
  // The server's log names its process.
  const shell = spawn('sh', ['-c', `${process.execPath} ${MAIN} & wait`], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      SECRET_KEY: TEST_SECRET,
      HOST: '127.0.0.1',
      PORT: '0',
      TRADE_CHAT_PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { shell, ...(await serverOf(shell)) }
}

function serverOf(shell: ChildProcess): Promise<{ pid: number; port: number }> {
  let output = ''
  return new Promise((resolve) => {
    shell.stdout?.on('data', async (chunk) => {
      output += chunk
      const port = /API +http:\/\/localhost:(\d+)/.exec(output)?.[1]
      if (port && !output.includes('"pid"')) await fetch(`http://127.0.0.1:${port}/trades`)
      const pid = /"pid":(\d+)/.exec(output)?.[1]
      if (pid) resolve({ pid: Number(pid), port: Number(port) })
    })
  })
}

test('a server whose package manager is killed stops; one that a shell has left goes on', async () => {
  const script = { npm_lifecycle_script: 'node apps/server/src/main.ts' }
  const managed = await startFrom(script)
  const left = await startFrom({})
  for (const { shell } of [managed, left]) shell.kill('SIGKILL')
  await expect.poll(() => isAlive(managed.pid), { timeout: 15_000 }).toBe(false)
  expect(isAlive(left.pid)).toBe(true)
  process.kill(left.pid, 'SIGTERM')
  await expect.poll(() => isAlive(left.pid), { timeout: 15_000 }).toBe(false)
})

test('a group that is told to stop, and whose manager passes it on, leaves no PostgreSQL', async () => {
  const data = await newCrashData()
  const passesOn = `${process.execPath} ${MAIN} & child=$!
    trap 'kill -TERM $child; sleep 0.2; kill -TERM $child; exit' TERM; wait`
  const group = spawn('sh', ['-c', passesOn], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: data.dir,
      HOST: '127.0.0.1',
      PORT: '0',
      TRADE_CHAT_PORT: '0',
      npm_lifecycle_script: 'node apps/server/src/main.ts',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  try {
    const { pid: server, port } = await serverOf(group)
    // It is waited for when Souk stops, so that there is something left to do when it is asked again.
    const silent = connect(port, '127.0.0.1').on('error', () => {})
    await once(silent, 'connect')
    const postmaster = await postmasterOf(data.dir)
    process.kill(-(group.pid ?? Number.NaN), 'SIGTERM')
    await expect.poll(() => isAlive(server), { timeout: 15_000 }).toBe(false)
    expect(isAlive(postmaster)).toBe(false)
  } finally {
    await data.remove()
  }
})
