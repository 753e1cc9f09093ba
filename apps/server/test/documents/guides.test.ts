import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Env } from '../../src/config/env.ts'
import { GUIDES } from '../../src/http/guides.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const METRICS_TOKEN = 'the token of a test'
const FOLDER = new URL('../../../../docs/guides/', import.meta.url)
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
  for (const path of ['/docs/guides', ...GUIDES.map((name) => `/docs/guides/${name}`)]) {
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
