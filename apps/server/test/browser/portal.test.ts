import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GUIDES } from '../../src/http/guides.ts'
import { startBrowser, violationsOn, visit } from '../../src/testing/browser.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'
import { spawnSouk } from '../../src/testing/souk-process.ts'

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

const side = (page: Page, role: 'seller' | 'buyer') => page.getByRole('region', { name: role })
const press = (page: Page, role: 'seller' | 'buyer', name: string) =>
  side(page, role).getByRole('button', { name }).click()
const hears = (page: Page, role: 'seller' | 'buyer', text: string) =>
  side(page, role).getByRole('log').getByText(text).waitFor()

test('two people sign up and trade on the first page', async () => {
  const { page, faults } = await visit(browser, url)
  await page.getByRole('button', { name: 'Sign two people up' }).click()
  await side(page, 'seller').getByText('100.00 BTC').waitFor()
  await press(page, 'seller', 'Offer 10 BTC')
  await hears(page, 'buyer', '10 BTC are offered')
  await side(page, 'seller').getByText('90.00 BTC').waitFor()
  await press(page, 'buyer', 'Take the trade')
  await press(page, 'buyer', 'Say that you have paid')
  await hears(page, 'seller', 'Paid')
  expect(await violationsOn(page)).toEqual([])
  await press(page, 'seller', 'Release them')
  await hears(page, 'buyer', 'The 10 BTC are the buyer')
  await side(page, 'buyer').getByText('110.00 BTC').waitFor()
  expect(await side(page, 'seller').getByRole('button', { disabled: false }).count()).toBe(0)
  await page.getByRole('button', { name: 'Begin again' }).click()
  await side(page, 'buyer').getByText('100.00 BTC').waitFor()
  expect(faults).toEqual([])
})

test('by the keyboard alone somebody gets to the trade, and to the text', async () => {
  const { page, faults } = await visit(browser, url)
  await page.keyboard.press('Tab')
  await expect
    .poll(() => page.evaluate('document.activeElement.textContent'))
    .toBe('Skip to the text')
  await page.getByRole('button', { name: 'Sign two people up' }).focus()
  await page.keyboard.press('Enter')
  await side(page, 'seller').getByRole('button', { name: 'Offer 10 BTC' }).focus()
  await page.keyboard.press('Enter')
  await hears(page, 'seller', '10 BTC are offered')
  expect(faults).toEqual([])
})

const LOOKS = [
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const

test.each(LOOKS)(
  'every page of the portal is whole: $colorScheme, $viewport.width wide',
  async (look) => {
    const { page, faults } = await visit(browser, url, look)
    for (const path of ['/', '/docs/guides', ...GUIDES.map((name) => `/docs/guides/${name}`)]) {
      await page.goto(url + path)
      expect([path, await violationsOn(page)]).toEqual([path, []])
      const overflow = 'document.documentElement.scrollWidth - innerWidth'
      expect([path, await page.evaluate(overflow)]).toEqual([path, 0])
    }
    expect(faults).toEqual([])
  },
)

test('outside the sandbox nothing can be tried, and no script is there', async () => {
  const serious = await spawnSouk(souk.data.dir, { SANDBOX: 'off' })
  try {
    const { page, faults } = await visit(browser, serious.http.url)
    expect(await page.locator('script, #try').count()).toBe(0)
    expect((await fetch(`${serious.http.url}/portal/try.js`)).status).toBe(404)
    expect(faults).toEqual([])
  } finally {
    await serious.end('SIGTERM')
  }
})
