import { readFileSync } from 'node:fs'
import { Hono, type MiddlewareHandler } from 'hono'
import { Marked } from 'marked'
import { escapeHtml, layout, TEXT_POLICY } from './layout.ts'
import { pageHeaders } from './policy.ts'
import { serveFile } from './revalidated.ts'

const FOLDER = new URL('../../../../docs/guides/', import.meta.url)
const PLACE = '/docs/guides'

/** The guides in the order in which people need them. */
export const GUIDES = [
  'first-trade',
  'tour',
  'shop-front',
  'chat-client',
  'market-bot',
  'webhook-receiver',
  'other-languages',
  'errors',
  'operating',
  'settings',
  'backup',
] as const

/** `/docs/guides`, each guide, and `/docs/deviations`: the Markdown of `docs`, to be read in a browser. */
export function guides(counted: MiddlewareHandler): Hono {
  const app = new Hono()
  const page = (path: string, html: () => string) =>
    serveFile(app, counted, [path, `${path}/`], html, pageHeaders(TEXT_POLICY))
  page(PLACE, index)
  for (const name of GUIDES) page(`${PLACE}/${name}`, () => guide(name))
  page('/docs/deviations', () => guide('../deviations'))
  return app
}

const sourceOf = (name: string) => readFileSync(new URL(`${name}.md`, FOLDER), 'utf8')
const titleOf = (source: string) => /^# (.+)$/m.exec(source)?.[1] ?? ''
/** The first paragraph, as text. */
const leadOf = (source: string) =>
  source.split('\n\n')[1]?.replaceAll('\n', ' ').replaceAll('`', '') ?? ''

function index(): string {
  const items = GUIDES.map((name) => {
    const source = sourceOf(name)
    const link = `<a href="${PLACE}/${name}">${escapeHtml(titleOf(source))}</a>`
    return `<li><h2>${link}</h2><p>${escapeHtml(leadOf(source))}</p></li>`
  })
  const main = `<h1>Guides</h1>\n<p>Each is a program or a session in a shell, run by a test. Names are taken once: for a second run, choose others.</p>\n<ul class="cards">${items.join('\n')}</ul>`
  return layout({ title: 'Souk: guides', place: PLACE, main })
}

function guide(name: string): string {
  const source = sourceOf(name)
  const text = markdown.parse(source, { async: false })
  const main = text.includes(EXAMPLE) ? text.replace('</h1>\n', `$&${WHERE}\n`) : text
  return layout({ title: `Souk: ${titleOf(source)}`, place: PLACE, main })
}

/** The address that programs and sessions have, and what it is to whoever reads them here. */
const EXAMPLE = 'localhost:8000'
const WHERE = `<p><code>${EXAMPLE}</code> stands for where Souk answers.</p>`

/** A heading's address within its page, as GitHub makes it. */
const anchorOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** On a phone a table is scrolled by itself, by the keyboard too. */
const scrolled = (html: string) =>
  html
    .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')

/** Where a link leads here: other files of the repository are no pages, and a guide's server is this one. */
function targetOf(href: string): string | undefined {
  const [, file, anchor = ''] = /^([\w./-]+\.md|\.\.[\w./-]*)(#.*)?$/.exec(href) ?? []
  if (file === undefined) return href.replace(/^http:\/\/localhost:8000(?=\/)/, '')
  if (file === '../deviations.md') return `/docs/deviations${anchor}`
  const name = GUIDES.find((guide) => file === `${guide}.md` || file === `guides/${guide}.md`)
  return name && `${PLACE}/${name}${anchor}`
}

const markdown = new Marked({
  hooks: { postprocess: scrolled },
  renderer: {
    heading({ depth, text, tokens }) {
      const id = anchorOf(text)
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`
    },
    // A long line is scrolled, by the keyboard too.
    code({ text }) {
      return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>\n`
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens)
      const target = targetOf(href)
      return target === undefined ? text : `<a href="${escapeHtml(target)}">${text}</a>`
    },
  },
})
