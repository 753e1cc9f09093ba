import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser, type Visitor, violationsOn, visit } from '../../src/testing/browser.ts'
import { pictureOf } from '../../src/testing/files.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'

let souk: LastingSouk
let browser: Browser
let amina: Visitor
let bello: Visitor
let isAway = false
beforeAll(async () => {
  ;[souk, browser] = await Promise.all([startLastingSouk(), startBrowser()])
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await souk?.remove()
})

type Tab = Pick<Visitor, 'page'>

const come = (path: string, options = {}) =>
  visit(browser, souk.http.url + path, { isAway: () => isAway, ...options })

/** Signs up under the name. */
async function signUp({ page }: Tab, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByText(`You are ${name}`).waitFor()
}

const log = ({ page }: Visitor) => page.getByRole('log')
const line = ({ page }: Visitor, text: string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor()

async function write({ page }: Tab, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Message to/ })
  await field.fill(text)
  await field.press('Enter')
}

/** Waits until somebody sees a message, whatever it says of itself. */
const seesMessage = (visitor: Visitor, ...texts: string[]) => {
  let message = log(visitor).getByRole('listitem')
  for (const text of texts) message = message.filter({ hasText: text })
  return message.waitFor()
}

const HTML = 'Is it <b>there</b>?<img src=x onerror="document.title=1">'

test('two people find each other, and read what the other writes as they write it', async () => {
  amina = await come('/chat/try')
  expect(await violationsOn(amina.page)).toEqual([])
  await signUp(amina, 'amina')
  await line(amina, 'Connected')
  const invitation = amina.page.getByRole('link', { name: 'Be a second person' })
  bello = await come((await invitation.getAttribute('href')) ?? '')
  await signUp(bello, 'bello')
  await line(bello, 'Connected')

  await write(bello, HTML)
  await seesMessage(bello, HTML, 'Delivered')
  await amina.page.getByRole('button', { name: /^bello 1 new/ }).click()
  await seesMessage(amina, HTML)
  expect(await log(amina).locator('b, p img').count()).toBe(0)
  await seesMessage(bello, HTML, 'Seen')

  await amina.page.getByRole('textbox').pressSequentially('It is')
  await bello.page.getByText('amina is writing …').waitFor()
  await write(amina, 'It is there.')
  await seesMessage(bello, 'It is there.')
  await bello.page.getByText('amina is writing …').waitFor({ state: 'detached' })
})

test('two tabs of a browser are two people, who know each other', async () => {
  const page = await amina.page.context().newPage()
  await page.goto(`${souk.http.url}/chat/try`)
  await signUp({ page }, 'chidi')
  const people = (of: Page) => of.getByRole('navigation', { name: 'Conversations' })
  await people(amina.page).getByRole('button', { name: 'chidi' }).waitFor()
  await people(page).getByRole('button', { name: 'amina' }).click()
  await write({ page }, 'A third one.')
  await people(amina.page)
    .getByRole('button', { name: /^chidi 1 new/ })
    .waitFor()
  await page.close()
})

test('a picture is sent, and seen large by who may see it', async () => {
  const buffer = await pictureOf('png', { width: 320, height: 200 }).toBuffer()
  const picker = amina.page.getByLabel('Attach a picture or a PDF')
  await picker.setInputFiles({ name: 'map.png', mimeType: 'image/png', buffer })
  await amina.page.getByText('Remove the file').waitFor()
  await amina.page.getByRole('button', { name: 'Send' }).click()
  for (const { page } of [amina, bello]) {
    const picture = page.getByRole('button', { name: 'Show map.png' })
    await expect.poll(() => picture.locator('img').evaluate(widthOf)).toBe(320)
  }
  await bello.page.getByRole('button', { name: 'Show map.png' }).press('Enter')
  await bello.page.getByRole('dialog', { name: 'map.png' }).getByText('Save').waitFor()
  expect(await violationsOn(bello.page)).toEqual([])
  await bello.page.keyboard.press('Escape')
  await bello.page.getByRole('dialog').waitFor({ state: 'detached' })
})

const widthOf = (image: { naturalWidth: number }) => image.naturalWidth

test('a deleted message is gone for both', async () => {
  await bello.page.getByRole('button', { name: /^Delete: Is it/ }).click()
  await seesMessage(bello, 'This message was deleted.')
  await seesMessage(amina, 'This message was deleted.')
  await focused(bello.page, bello.page.getByRole('textbox')).waitFor()
  expect(await log(amina).getByText('Is it').count()).toBe(0)
})

test('earlier messages come page by page, after the page was loaded anew', async () => {
  const { id } = await sessionOf(amina)
  const { access } = await sessionOf(bello)
  for (let n = 1; n <= 40; n += 1) {
    await souk.http.post(`/chat/messages/${id}/`, { message: `number ${n}` }, access)
  }
  await amina.page.reload()
  await seesMessage(amina, 'number 40')
  expect(await log(amina).getByRole('listitem').count()).toBe(30)
  await amina.page.getByRole('button', { name: 'Earlier messages' }).click()
  await seesMessage(amina, 'It is there.')
  await expect.poll(() => log(amina).getByRole('listitem').count()).toBe(43)
  expect(await amina.page.getByRole('button', { name: 'Earlier messages' }).count()).toBe(0)
})

/** Who is signed in, as the tab keeps it. */
const sessionOf = ({ page }: Visitor): Promise<{ id: number; access: string }> =>
  page.evaluate('JSON.parse(sessionStorage.getItem("souk-chat-session"))')

test('while the server is started anew nothing is lost, and the chat goes on by itself', async () => {
  const { port } = new URL(souk.http.url)
  isAway = true
  await souk.end('SIGTERM')
  await line(amina, 'Connection lost')
  await write(amina, 'Are you still there?')
  await log(amina).getByText('Sending …').waitFor()
  await souk.start({ PORT: port })
  await Promise.all([line(amina, 'Connected'), line(bello, 'Connected')])
  isAway = false
  await seesMessage(bello, 'Are you still there?')
  await seesMessage(amina, 'Are you still there?', 'Seen')
  await write(bello, 'Still here.')
  await seesMessage(amina, 'Still here.')
  expect(await log(bello).getByText('Are you still there?').count()).toBe(1)
})

test('it can be used by everybody: in light and dark, on a phone, without a mouse', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await amina.page.emulateMedia({ colorScheme })
    expect(await violationsOn(amina.page)).toEqual([])
  }
  const { page } = bello
  await page.setViewportSize({ width: 360, height: 640 })
  expect(await violationsOn(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  await page.getByRole('button', { name: 'Back' }).press('Enter')
  expect(await violationsOn(page)).toEqual([])
  await tabTo(page, page.getByRole('button', { name: /^amina/ }))
  await page.keyboard.press('Enter')
  await focused(page, page.getByRole('textbox', { name: 'Message to amina' })).waitFor()
})

const focused = (page: Page, element: Locator) => element.and(page.locator(':focus'))

/** Goes on by the Tab key until an element has the focus. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let steps = 0; steps < 20; steps += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page, element).count()) > 0) return
  }
  throw new Error('it cannot be reached by keyboard')
}

test('nothing went wrong on the pages, and nobody else was asked for anything', () => {
  expect(amina.faults).toEqual([])
  expect(bello.faults).toEqual([])
})
