import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser, violationsOn, visit } from '../../src/testing/browser.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'

// The API reference, whose markup is a third party's, and the mail of the sandbox.

let souk: LastingSouk
let browser: Browser
let url: string
beforeAll(async () => {
  ;[souk, browser] = await Promise.all([startLastingSouk(), startBrowser()])
  url = souk.http.url
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await souk?.remove()
})

const LOOKS = [
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const

const overflowOf = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth')

test.each(LOOKS)(
  'the API reference is whole: $colorScheme, $viewport.width wide',
  async (look) => {
    const { page, faults } = await visit(browser, url, look)
    page.setDefaultTimeout(60_000)
    await page.goto(`${url}/docs`)
    // What is below it is made as one scrolls there.
    await page.getByRole('heading', { name: 'Authentication' }).first().waitFor()
    const more = page.getByRole('button', { name: 'Show More: Accounts endpoints' })
    if (look.viewport.width > 1000) await more.waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    await page.goto(`${url}/docs#tag/accounts/POST/register`)
    await page.getByRole('heading', { name: 'Create an account' }).first().waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    expect(faults).toEqual([])
  },
  240_000,
) // each letter of it is looked at

test('mail is shown as text, and its HTML in a frame that may do nothing', async () => {
  const name = '<img src=x onerror="document.title=1">'
  const account = { email: 'eve@example.com', password: 'eve-secret-1', fullname: name }
  expect((await souk.http.post('/auth/register', account)).status).toBe(201)
  for (const look of [LOOKS[0], LOOKS[3]]) {
    const { page, faults } = await visit(browser, `${url}/sandbox/mail`, look)
    for (const folded of await page.locator('summary').all()) await folded.click()
    expect(await page.locator('img').count()).toBe(0)
    expect(await violationsOn(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    expect(await page.title()).toBe('Souk: mail of the sandbox')
    expect(faults).toEqual([])
  }
})
