import { hashOf, policyWith } from './policy.ts'

/** The colours and measures of Souk's own pages, by day and by night. */
const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f6f3, #16181b);
  --paper: light-dark(#fff, #202327);
  --ink: light-dark(#1d2023, #e9eaeb);
  --faint: light-dark(#565c61, #a9b0b6);
  --edge: light-dark(#c9ccce, #454b51);
  --main: light-dark(#0b5c4a, #6fd3b8);
  font: 1rem/1.6 system-ui, sans-serif;
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink) }
a { color: var(--main) }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px }
.skip { position: absolute; left: -100vw }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem }
body > header { border-bottom: 1px solid var(--edge); background: var(--paper) }
body > header nav { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: .75rem 1rem; max-width: 60rem; margin: auto }
body > header a { text-decoration: none; padding: .25rem 0 }
body > header a[aria-current] { font-weight: 600; text-decoration: underline; text-underline-offset: .35em }
main { max-width: 60rem; margin: auto; padding: 1rem 1rem 4rem; overflow-wrap: anywhere }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.5rem 0 1rem }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2.25rem 0 .75rem }
h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
p, li { max-width: 46rem }
code { font: .9em ui-monospace, monospace }
pre { background: var(--paper); border: 1px solid var(--edge); border-radius: .5rem; padding: .85rem 1rem; overflow-x: auto; line-height: 1.45 }
pre code { overflow-wrap: normal }
.wide { overflow-x: auto }
table { border-collapse: collapse; overflow-wrap: normal }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--edge); min-width: 6rem }
`

/** What a page needs to look so. */
export const LAYOUT_STYLE = hashOf(STYLE)

/** What a page may do that shows text and asks nobody. */
export const TEXT_POLICY = policyWith({ 'style-src': LAYOUT_STYLE })

/** The places that every page of the portal leads to. */
const PLACES = [
  ['/', 'Souk'],
  ['/docs/guides', 'Guides'],
  ['/docs', 'API reference'],
  ['/docs/sockets', 'Sockets'],
  ['/health/ready', 'Health'],
] as const

export interface PageParts {
  readonly title: string
  /** The path of the place that the page belongs to. */
  readonly place: string
  /** HTML. */
  readonly main: string
  /** More HTML for the head: styles and scripts of the page alone. */
  readonly head?: string
}

/** A whole page in the look of the portal. */
export function layout({ title, place, main, head = '' }: PageParts): string {
  const links = PLACES.map(([path, name]) => {
    const current = path === place ? ' aria-current="page"' : ''
    return `<a href="${path}"${current}>${name}</a>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>${head}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header><nav aria-label="Souk">${links.join('\n')}</nav></header>
<main id="main">
${main}
</main>
</body>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Text as it stands in HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (found) => ENTITIES[found] ?? '')
