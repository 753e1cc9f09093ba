import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser, type Visitor, violationsOn, visit } from '../../src/testing/browser.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'

// Document 5's test client: two people in two browsers haggle over a lamp.

let souk: LastingSouk
let browser: Browser
beforeAll(async () => {
  ;[souk, browser] = await Promise.all([startLastingSouk(), startBrowser()])
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await souk?.remove()
})

async function signUp({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByRole('status').filter({ hasText: 'Connected' }).waitFor()
}

const HTML = 'Is it <b>there</b>?<img src=x onerror="document.title=1">'

test('a buyer and a seller meet in a room, write, and agree on a price', async () => {
  const seller = await visit(browser, `${souk.http.url}/test/chat`)
  expect(await violationsOn(seller.page)).toEqual([])
  await signUp(seller)
  const link = seller.page.getByRole('link', { name: 'Be the buyer' })
  const buyer = await visit(browser, souk.http.url + (await link.getAttribute('href')))
  await signUp(buyer)
  await buyer.page.getByRole('heading', { name: /Brass lamp/ }).waitFor()

  await seller.page.getByRole('button', { name: 'Look for rooms' }).click()
  await seller.page.getByRole('button', { name: /^Join room/ }).click()
  await seller.page.getByRole('heading', { name: /Brass lamp/ }).waitFor()

  const field = buyer.page.getByLabel('Message', { exact: true })
  const isSeen = () =>
    seller.page
      .getByText(/is writing …/)
      .waitFor({ timeout: 1000 })
      .then(
        () => true,
        () => false,
      )
  // Who comes into the room only now has not been told.
  const writesAnew = async () => {
    await field.fill('')
    await field.pressSequentially('Hello')
    return isSeen()
  }
  await expect.poll(writesAnew).toBe(true)
  await field.fill(HTML)
  await field.press('Enter')
  for (const { page } of [buyer, seller]) {
    const log = page.getByRole('log')
    await log.getByText(HTML).waitFor()
    expect(await log.getByRole('listitem').count()).toBe(1)
    expect(await log.locator('b, img').count()).toBe(0)
  }

  await buyer.page.getByLabel('Price in EUR').fill('21')
  await buyer.page.getByRole('button', { name: 'Offer it' }).click()
  await seller.page.getByRole('button', { name: 'Counter with 25' }).click()
  await buyer.page.getByRole('button', { name: 'Accept 25' }).click()
  await seller.page.getByText('(accepted)').waitFor()
  await seller.page
    .getByText(/"order_id":"order_\d+"/)
    .first()
    .waitFor()

  await buyer.page.getByRole('button', { name: 'Ping' }).click()
  await buyer.page.getByText('heard pong').waitFor()
  for (const { page, faults } of [buyer, seller]) {
    expect(await violationsOn(page)).toEqual([])
    expect(faults).toEqual([])
  }
})
