import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const GUIDE = new URL('../../../../docs/guides/other-languages.md', import.meta.url)

const run = promisify(execFile)

/** A Python that has what the guide says has to be installed; Debian's own stands beside others. */
async function pythonWithSockets(): Promise<string | undefined> {
  for (const python of ['python3', '/usr/bin/python3']) {
    const found = run(python, ['-c', 'import websockets, socketio, requests'])
    if (
      await found.then(
        () => true,
        () => false,
      )
    )
      return python
  }
  return undefined
}

const python = await pythonWithSockets()

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' })
})
afterAll(() => souk?.stop())

test.runIf(python)(
  'the program of the guide to other languages prints what it says',
  async () => {
    const guide = await readFile(GUIDE, 'utf8')
    const program = [...guide.matchAll(/^```py\n(.*?)^```$/gms)].map(([, block]) => block).join('')
    const { stdout } = await run(python as string, [
      '-c',
      program.replace('http://localhost:8000', souk.url),
    ])
    const expected = [...program.matchAll(/^ *print\(.+\) {2}# (.+)$/gm)].map(([, said]) => said)
    expect(expected.length).toBeGreaterThan(8)
    expect(stdout.trim().split('\n')).toEqual(expected)
  },
  120_000,
)
