import { serve } from '@hono/node-server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { docs } from '../../src/http/docs.ts'
import { startBrowser, type Visitor, violationsOn, visit } from '../../src/testing/browser.ts'

// The page of the sockets needs no Souk around it: it is made of the committed document.

let browser: Browser
let visitor: Visitor
const server = serve({
  fetch: docs(async (_, next) => next()).fetch,
  port: 0,
  hostname: '127.0.0.1',
})
beforeAll(async () => {
  browser = await startBrowser()
  const { port } = server.address() as { port: number }
  visitor = await visit(browser, `http://127.0.0.1:${port}/docs/sockets`)
}, 60_000)
afterAll(async () => {
  await browser?.close()
  server.close()
})

test('it can be used by everybody: in light and dark, unfolded, on a phone', async () => {
  const { page } = visitor
  await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })')
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await violationsOn(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 360, height: 640 })
  expect(await violationsOn(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
}, 120_000) // it is long, and each letter is looked at

test('without a mouse, one skips to the content, and goes from a message to its answer', async () => {
  const { page } = visitor
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(new URL(page.url()).hash).toBe('#content')
  const join = page.locator('[id="tradeChat.send.join"]')
  await join.getByRole('link', { name: 'joined' }).press('Enter')
  expect(new URL(page.url()).hash).toBe('#tradeChat.receive.joined')
  await page.locator(':target').getByRole('heading', { name: 'joined' }).waitFor()
})

test('nothing went wrong on the page, and nobody else was asked for anything', () => {
  expect(visitor.faults).toEqual([])
})
