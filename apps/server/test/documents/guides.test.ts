import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Env } from '../../src/config/env.ts'
import { GUIDES } from '../../src/http/guides.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const METRICS_TOKEN = 'the token of a test'
const ROOT = new URL('../../../../', import.meta.url)
const FOLDER = new URL('docs/guides/', ROOT)
const sourceOf = (name: string) => readFile(new URL(`${name}.md`, FOLDER), 'utf8')

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ METRICS_TOKEN })
})
afterAll(() => souk.stop())

const pageOf = async (path: string) => {
  const response = await fetch(souk.url + path)
  expect([path, response.status]).toEqual([path, 200])
  return { headers: response.headers, html: await response.text() }
}

test('every guide of the folder is served, and listed with its title', async () => {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.md'))
  expect(files.sort()).toEqual(GUIDES.map((name) => `${name}.md`).sort())
  const index = await pageOf('/docs/guides')
  for (const name of GUIDES) {
    const { html } = await pageOf(`/docs/guides/${name}`)
    const [, title = ''] = /<h1[^>]*>(.+)<\/h1>/.exec(html) ?? []
    expect(title).not.toBe('')
    expect(index.html).toContain(`<a href="/docs/guides/${name}">${title}</a>`)
  }
})

test('every link of a page leads to something, and no page asks another host', async () => {
  const guides = GUIDES.map((name) => `/docs/guides/${name}`)
  for (const path of ['/docs/guides', '/docs/deviations', ...guides]) {
    const { html, headers } = await pageOf(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(html).not.toMatch(/\b(src|action)=|@import|url\(/)
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)
    for (const href of links.filter((link) => !/^(https:|data:)/.test(link))) {
      const { pathname, hash } = new URL(href, souk.url + path)
      const target = pathname === path ? html : (await pageOf(pathname)).html
      if (hash) expect([href, target.includes(`id="${hash.slice(1)}"`)]).toEqual([href, true])
    }
  }
})

test('a guide with an address in it says what that stands for: this Souk may answer elsewhere', async () => {
  for (const name of GUIDES) {
    const { html } = await pageOf(`/docs/guides/${name}`)
    const says = html.includes('<code>localhost:8000</code> stands for where Souk answers')
    expect([name, says]).toEqual([name, (await sourceOf(name)).includes('//localhost:8000')])
  }
})

test('nobody and no store is made in two documents: whoever reads one after the other is not stopped', async () => {
  const readmes = ['README.md', 'packages/client/README.md', 'packages/rest/README.md']
  const files = [...readmes, ...GUIDES.map((name) => `docs/guides/${name}.md`)]
  const made = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, ROOT), 'utf8')
      return [...namesMadeIn(text)].map((name) => ({ name, file }))
    }),
  )
  const places = Map.groupBy(made.flat(), ({ name }) => name)
  expect([...places.keys()]).toEqual(expect.arrayContaining(PEOPLE))
  expect([...places.values()].filter(({ length }) => length > 1)).toEqual([])
})

/** One of each way to sign up. */
const PEOPLE = ['alice', 'ann', 'ben', 'dora', 'py-bob', 'bot-maker', 'Harbour Maps']

/** Whoever signs up in a document, and the stores that are opened there. */
function namesMadeIn(text: string): Set<string> {
  const quoted = text.matchAll(/(?:username|storeName)"?: ?["']([\w -]+)["']/g)
  const called = text.matchAll(/\b(?:signUp|join)\(["']([\w-]+)["']\)/g)
  const staff = text.matchAll(/staff add (\w+)$/gm)
  const looped = text.matchAll(/for NAME in ([\w ]+);/g)
  const several = [...looped].flatMap(([, names = '']) => names.split(' '))
  return new Set([...quoted, ...called, ...staff].map(([, name = '']) => name).concat(several))
}

test('a page that a browser has is not sent again', async () => {
  const url = `${souk.url}/docs/guides/operating`
  const etag = (await fetch(url)).headers.get('etag') ?? ''
  expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  expect((await fetch(`${url}/none`)).status).toBe(404)
})

test('all settings that there are stand in the guide to them, and no others', async () => {
  const named = [...(await sourceOf('settings')).matchAll(/^\| (`.+?`) \|/gm)]
  const settings = named.flatMap(([, names = '']) => [...names.matchAll(/`([A-Z_]+)`/g)])
  expect(settings.map(([, name]) => name).sort()).toEqual(Object.keys(Env.shape).sort())
  const used = (await sourceOf('operating')).matchAll(/`([A-Z]+_[A-Z_]+)[=`]/g)
  for (const [, name = ''] of used)
    expect([...Object.keys(Env.shape), 'UNAVAILABLE']).toContain(name)
})

test('every measurement that an alert is made of is measured', async () => {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
  const measured = await (await fetch(`${souk.url}/metrics`, { headers })).text()
  const rules = [...(await sourceOf('operating')).matchAll(/expr: (.+)$/gm)].filter(
    ([, rule]) => !rule?.startsWith('up{'),
  ) // that is Prometheus's own
  expect(rules.length).toBeGreaterThan(5)
  for (const [, rule = ''] of rules) {
    const names = rule.match(/\b(souk|nodejs|process)_\w+/g) ?? []
    expect(names).not.toEqual([])
    for (const name of names) expect([name, measured.includes(name)]).toEqual([name, true])
  }
})
