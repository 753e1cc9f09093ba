import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let sandbox: TestSouk
let real: TestSouk
beforeAll(async () => {
  sandbox = await startTestSouk()
  real = await startTestSouk({ SANDBOX: 'off' })
})
afterAll(async () => {
  await Promise.all([sandbox.stop(), real.stop()])
})

const FILES = [
  ['/chat/try', 'text/html; charset=utf-8'],
  ['/chat/try/', 'text/html; charset=utf-8'],
  ['/chat/try/chat.js', 'text/javascript; charset=utf-8'],
  ['/chat/try/chat.css', 'text/css; charset=utf-8'],
  ['/test/chat', 'text/html; charset=utf-8'],
  ['/test/chat/', 'text/html; charset=utf-8'],
  ['/test/chat/rooms.js', 'text/javascript; charset=utf-8'],
  ['/test/chat/chat.css', 'text/css; charset=utf-8'],
] as const

test.each(FILES)('%s may run what is ours and ask nobody else', async (path, type) => {
  const { status, headers } = await fetch(sandbox.url + path)
  expect(status).toBe(200)
  const policy = headers.get('content-security-policy')?.split('; ')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy?.join()).not.toContain('unsafe')
  expect(headers.get('content-type')).toBe(type)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('who has it already is told so', async () => {
  const first = await fetch(`${sandbox.url}/chat/try/chat.js`)
  const tag = first.headers.get('etag') ?? ''
  const again = await fetch(first.url, { headers: { 'if-none-match': tag } })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test.each(FILES)('%s is for reading', async (path) => {
  const { status, headers } = await fetch(sandbox.url + path, { method: 'POST' })
  expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('where money is real there is no such page, nor a link to it', async () => {
  for (const [path] of FILES) expect((await fetch(real.url + path)).status).toBe(404)
  expect(await (await fetch(`${real.url}/`)).text()).not.toMatch(/chat\/try|test\/chat/)
  expect(await (await fetch(`${sandbox.url}/`)).text()).toContain('href="/test/chat"')
})
