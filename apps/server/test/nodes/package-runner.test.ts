import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname

let souk: TestSouk
const started: ChildProcess[] = []
beforeAll(async () => {
  souk = await startTestSouk()
})
afterAll(async () => {
  for (const { pid } of started) if (pid) tryToKill(-pid)
  await souk.stop()
})

/** Starts Souk under a shell, as package managers do, and waits until it is ready. */
async function startUnderShell(environment: Record<string, string>) {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: souk.databaseUrl,
    SECRET_KEY: TEST_SECRET,
    HOST: '127.0.0.1',
    PORT: '0',
    TRADE_CHAT_PORT: '0',
    ...environment,
  }
  const script = `"${process.execPath}" "${MAIN}"; true`
  const shell = spawn('sh', ['-c', script], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(shell)
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    shell.stdout.on('data', (chunk) => {
      said += chunk
      const port = /API +http:\/\/localhost:(\d+)/.exec(said)?.[1]
      if (port) resolve(`http://127.0.0.1:${port}`)
    })
    shell.once('exit', () => reject(new Error(`it did not start:\n${said}`)))
  })
  // Souk holds the other ends of these: they close when it ends.
  const ended = new Promise<void>((resolve) => shell.stdout.once('close', resolve))
  return { shell, url, ended, said: () => said }
}

test('a package manager that is stopped without telling takes Souk with it, in order', async () => {
  const { shell, ended, said } = await startUnderShell({ npm_lifecycle_event: 'start' })
  shell.kill('SIGTERM')
  await ended
  expect(said()).toContain('whoever started it is gone')
})

test('a Souk that no package manager started outlives its shell', async () => {
  const { shell, url } = await startUnderShell({})
  const gone = new Promise((resolve) => shell.once('exit', resolve))
  shell.kill('SIGKILL')
  await gone
  // Longer than the look that would notice.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
})

function tryToKill(group: number): void {
  try {
    process.kill(group, 'SIGTERM')
  } catch {
    // it is gone already
  }
}
