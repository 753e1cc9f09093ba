import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Debian's. */
const EXECUTABLE = '/usr/bin/chromium'

export function startBrowser(): Promise<Browser> {
  // Where root runs the tests, Chromium has no sandbox of its own.
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] })
}

/** A page of somebody who shares nothing with others, and what was wrong on it. */
export interface Visitor {
  readonly page: Page
  /** Errors of the page and on its console, and requests to anybody but us. */
  readonly faults: string[]
}

/** What a browser writes on the console when the server is away. */
const UNREACHABLE = /net::ERR_|WebSocket connection to .* failed/

/** @param isAway whether the server cannot be reached now, so that a browser may say so */
export async function visit(
  browser: Browser,
  url: string,
  { isAway = () => false, ...options }: BrowserContextOptions & { isAway?: () => boolean } = {},
): Promise<Visitor> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const faults: string[] = []
  const { host } = new URL(url)
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' && !(isAway() && UNREACHABLE.test(text))) faults.push(text)
  })
  page.on('request', (request) => {
    const asked = new URL(request.url())
    const isOurs = asked.host === host || asked.protocol === 'blob:' || asked.protocol === 'data:'
    if (!isOurs) faults.push(`asked ${asked}`)
  })
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== host) faults.push(`asked ${socket.url()}`)
  })
  await page.goto(url)
  return { page, faults }
}

/** What a page does to those who cannot see it well, or use no mouse: nothing, where it is right. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()')
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
