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

test('whoever presses a button by the keyboard stays there', async () => {
  const { page } = await visit(browser, url)
  const begin = page.getByRole('button', { name: 'Sign two people up' })
  await begin.focus()
  await page.keyboard.press('Enter')
  const offer = side(page, 'seller').getByRole('button', { name: 'Offer 10 BTC' })
  await offer.focus()
  await page.keyboard.press('Enter')
  await hears(page, 'seller', '10 BTC are offered')
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Offer 10 BTC')
  await page.keyboard.press('Enter')
  await press(page, 'buyer', 'Take the trade')
  await hears(page, 'seller', 'The trade is taken')
  expect(await page.getByRole('alert').count()).toBe(0)
})

test('while the server is started anew the two go on by themselves, and hear each thing once', async () => {
  let isAway = false
  const { page, faults } = await visit(browser, url, { isAway: () => isAway })
  await page.getByRole('button', { name: 'Sign two people up' }).click()
  await press(page, 'seller', 'Offer 10 BTC')
  await hears(page, 'buyer', '10 BTC are offered')
  isAway = true
  await souk.end('SIGTERM')
  await press(page, 'buyer', 'Take the trade')
  await souk.start({ PORT: new URL(url).port })
  await side(page, 'seller').getByRole('log').getByText('The trade is taken').waitFor(PATIENTLY)
  isAway = false
  await press(page, 'buyer', 'Say that you have paid')
  await hears(page, 'seller', 'Paid')
  await press(page, 'seller', 'Release them')
  await side(page, 'buyer').getByText('110.00 BTC').waitFor(PATIENTLY)
  const heard = await side(page, 'seller').getByRole('log').getByRole('listitem').allTextContents()
  expect(heard).toHaveLength(new Set(heard).size)
  expect(faults).toEqual([])
}, 240_000)

const PATIENTLY = { timeout: 90_000 }

test('a session whose hour is over is renewed unseen', async () => {
  let isOver = false
  // The console tells of the refusal.
  const { page, faults } = await visit(browser, url, { isAway: () => false })
  await page.getByRole('button', { name: 'Sign two people up' }).click()
  await side(page, 'seller').getByText('100.00 BTC').waitFor()
  await page.route('**/trpc/trades.create*', async (route) => {
    const headers = { ...route.request().headers() }
    if (!isOver) headers.authorization = 'Bearer of-an-hour-ago'
    isOver = true
    await route.continue({ headers })
  })
  await press(page, 'seller', 'Offer 10 BTC')
  await hears(page, 'buyer', '10 BTC are offered')
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
})

test('a second tab has two people of its own', async () => {
  const { page } = await visit(browser, url)
  const other = await page.context().newPage()
  await other.goto(url)
  const names = await Promise.all(
    [page, other].map(async (tab) => {
      await tab.getByRole('button', { name: 'Sign two people up' }).click()
      return side(tab, 'seller').getByRole('heading').textContent()
    }),
  )
  expect(names[0]).not.toBe(names[1])
  await press(page, 'seller', 'Offer 10 BTC')
  await hears(page, 'buyer', '10 BTC are offered')
  expect(await side(other, 'buyer').getByRole('log').getByRole('listitem').count()).toBe(0)
})

test('an answer that is long in coming blocks the button', async () => {
  const { page } = await visit(browser, url)
  const held = Promise.withResolvers<void>()
  await page.route('**/trpc/auth.signUp*', async (route) => {
    await held.promise
    await route.continue()
  })
  const begin = page.getByRole('button', { name: 'Sign two people up' })
  await begin.click()
  await expect.poll(() => begin.isDisabled()).toBe(true)
  held.resolve()
  await side(page, 'seller').getByText('100.00 BTC').waitFor()
})

test('without JavaScript everything can be read, and what cannot be tried says so', async () => {
  const { page, faults } = await visit(browser, url, { javaScriptEnabled: false })
  expect(await page.content()).toContain('This part needs JavaScript')
  for (const place of ['Guides', 'Sockets']) {
    await page.getByRole('link', { name: place, exact: true }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.goto(url)
  }
  for (const path of ['/docs', '/chat/try', '/test/chat']) {
    await page.goto(url + path)
    expect(await page.content()).toContain('needs JavaScript')
  }
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
    for (const path of [
      '/',
      '/docs/guides',
      '/docs/deviations',
      ...GUIDES.map((name) => `/docs/guides/${name}`),
    ]) {
      await page.goto(url + path)
      expect([path, await violationsOn(page)]).toEqual([path, []])
      const overflow = 'document.documentElement.scrollWidth - innerWidth'
      expect([path, await page.evaluate(overflow)]).toEqual([path, 0])
    }
    expect(faults).toEqual([])
  },
  120_000,
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
