import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GUIDES } from '../../src/http/guides.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What every page of ours has in common, and every file that belongs to one.

let sandbox: TestSouk
let real: TestSouk
beforeAll(async () => {
  sandbox = await startTestSouk()
  real = await startTestSouk({ SANDBOX: 'off', PUBLIC_URL: 'https://souk.example' })
})
afterAll(async () => {
  await Promise.all([sandbox.stop(), real.stop()])
})

const TEXTS = ['/docs/guides', '/docs/deviations', ...GUIDES.map((name) => `/docs/guides/${name}`)]
const PAGES = ['/', '/docs', '/docs/sockets', ...TEXTS]
const DOCUMENTS = ['/openapi.json', '/asyncapi.json']
const TRIES = ['/chat/try', '/test/chat', '/sandbox/mail']
const SCRIPTS = ['/portal/try.js', '/portal/try.css', '/chat/try/chat.js', '/test/chat/rooms.js']

const get = (path: string, headers: Record<string, string> = {}, souk = sandbox) =>
  fetch(souk.url + path, { headers })
const tagOf = (answer: Response) => answer.headers.get('etag') ?? ''

describe.each([...PAGES, ...TRIES])('%s', (path) => {
  test('stands there with and without a slash, and is for reading alone', async () => {
    for (const slash of path === '/' ? [''] : ['', '/']) {
      expect((await get(path + slash)).status).toBe(200)
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
        const { status, headers } = await fetch(sandbox.url + path + slash, { method })
        expect([method, status, headers.get('allow')]).toEqual([method, 405, 'GET, HEAD'])
      }
    }
  })

  test('leads on to the guides, without JavaScript too', async () => {
    expect(await (await get(path)).text()).toContain('href="/docs/guides"')
  })

  test('may do nothing that it does not need', async () => {
    const { headers } = await get(path)
    const policy = headers.get('content-security-policy')?.split('; ') ?? []
    const least = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    expect(policy).toEqual(expect.arrayContaining([...least, "frame-ancestors 'none'"]))
    expect(policy.filter((rule) => /https?:|\*|unsafe-eval/.test(rule))).toEqual([])
    const lax = policy.filter((rule) => rule.includes('unsafe-inline'))
    expect(lax).toEqual(LAX[path] ?? [])
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
})

/** Third-party markup, and mails: their styles stand in attributes. */
const LAX: Readonly<Record<string, string[]>> = {
  '/docs': ["style-src 'unsafe-inline'"],
  '/sandbox/mail': ["style-src-attr 'unsafe-inline'"],
}

describe.each([...PAGES, ...DOCUMENTS, ...SCRIPTS])('%s, as a file,', (path) => {
  test('is not sent again to who has it, whatever they write it with', async () => {
    const tag = tagOf(await get(path))
    for (const held of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await get(path, { 'if-none-match': held })
      expect([held, again.status, await again.text()]).toEqual([held, 304, ''])
    }
    expect((await get(path, { 'if-none-match': `${tag.slice(0, -1)}x"` })).status).toBe(200)
  })

  test('comes packed to who unpacks, the same, under a tag of its own', async () => {
    const plain = await get(path, { 'accept-encoding': 'identity' })
    const text = await plain.text()
    if (text.length < 1400) return
    const packed = await get(path, { 'accept-encoding': 'br, gzip' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('vary')).toContain('Accept-Encoding')
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(text.length / 1.5)
    expect(await packed.text()).toBe(text)
    expect(tagOf(packed)).not.toBe(tagOf(plain))
    for (const refused of ['gzip;q=0', 'br, gzip; q=0.0, identity', 'x-gzipped']) {
      const answer = await get(path, { 'accept-encoding': refused })
      expect([refused, answer.headers.get('content-encoding')]).toEqual([refused, null])
    }
  })
})

test('a page of another version still gets the script of this one, which is not kept for long', async () => {
  const [, own = ''] =
    /src="(\/docs\/scalar-[\d.]+\.js)"/.exec(await (await get('/docs')).text()) ?? []
  const [mine, others] = [await get(own), await get('/docs/scalar-0.0.1.js')]
  expect(mine.headers.get('cache-control')).toContain('immutable')
  expect([others.status, others.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  expect(tagOf(others)).toBe(tagOf(mine))
})

test('guides lead to the server that shows them', async () => {
  for (const path of TEXTS) {
    expect([path, await (await get(path)).text()]).not.toEqual([
      path,
      expect.stringContaining('href="http://localhost'),
    ])
  }
})

test('the sockets’ document names the ports of the server that shows it, or what PUBLIC_URL says', async () => {
  const { servers } = JSON.parse(await (await get('/asyncapi.json')).text())
  expect([servers.main.protocol, servers.main.host]).toEqual(['ws', new URL(sandbox.url).host])
  expect(`ws://${servers.tradeChat.host}`).toBe(sandbox.chatUrl)
  const page = await (await get('/docs/sockets', {}, real)).text()
  expect(page).toContain('wss://souk.example/ws/trades')
  expect(page).not.toContain('127.0.0.1')
})

test('where money is real there is nothing to try', async () => {
  for (const path of [...TRIES, ...SCRIPTS]) {
    expect([path, (await get(path, {}, real)).status]).toEqual([path, 404])
    expect([path, (await get(`${path}/`, {}, real)).status]).toEqual([path, 404])
  }
  const { headers } = await get('/', {}, real)
  expect(headers.get('content-security-policy')).not.toContain('script-src')
})
