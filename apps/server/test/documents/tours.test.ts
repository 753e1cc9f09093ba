import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

const ROOT = new URL('../../../../', import.meta.url)
const EXPECTED = '#→ '

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' })
})
afterAll(() => souk.stop())

const TOURS = ['README.md', 'docs/guides/tour.md', 'docs/guides/operating.md']

test.each(TOURS)(
  '%s prints what it says',
  async (file) => {
    const blocks = tourOf(await readFile(new URL(file, ROOT), 'utf8'))
    expect(blocks.length).toBeGreaterThan(3)
    const script = blocks
      .join('\n')
      .replaceAll('http://localhost:8000', souk.url)
      .replaceAll('ws://localhost:8080', souk.chatUrl)
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: souk.databaseUrl, SECRET_KEY: TEST_SECRET },
    })
    const said = stdout.split('\n').filter(Boolean)
    const expected = script.split('\n').filter((line) => line.startsWith(EXPECTED))
    expect(said).toEqual(expected.map((line) => expect.stringMatching(patternOf(line))))
  },
  60_000,
)

/** The shell blocks marked as part of the tour. */
function tourOf(text: string): string[] {
  return [...text.matchAll(/^```sh tour\n(.*?)^```$/gms)].map(([, block]) => block ?? '')
}

/** `…` stands for anything, the rest for itself. */
function patternOf(line: string): RegExp {
  const parts = line.slice(EXPECTED.length).split('…')
  return new RegExp(`^${parts.map((part) => RegExp.escape(part)).join('.+')}$`)
}
