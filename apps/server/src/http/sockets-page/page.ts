import type { AsyncApi } from '@souk/realtime'
import { html, raw } from 'hono/html'
import { hashOf, policyWith } from '../policy.ts'
import { channelSection, limits, type Shown, shownIn } from './channels.ts'
import { STYLE } from './style.ts'
import { type Html, line, paragraphs } from './text.ts'

/** What the page may load and run: its own styles, and nothing else. */
export const SOCKETS_POLICY = policyWith({ 'style-src': hashOf(STYLE) })

/** The page that shows the AsyncAPI document, without a script. */
export function socketsPage(document: AsyncApi): string {
  const channels = shownIn(document)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Souk sockets</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<h1>Souk sockets</h1>
<p><a href="/">Souk</a> · <a href="/docs/guides">Guides</a> · <a href="/docs">API reference</a> · <a href="/asyncapi.json">AsyncAPI document</a></p>
</header>
${contents(channels)}
<main id="content" tabindex="-1">
${paragraphs(document.info.description)}
${common(document)}
${channels.map((shown) => channelSection(document, shown))}
</main>
</body>
</html>
`
  return String(page)
}

const COMMON = {
  credentials: 'Credentials',
  refusals: 'When a socket is not opened',
  closing: 'When a WebSocket is closed',
  limits: 'Limits',
} as const

/** What is on the page, by the anchors of its parts. */
function contents(channels: readonly Shown[]): Html {
  return html`<nav aria-label="Contents">
<ul>
${Object.entries(COMMON).map(([key, title]) => html`<li><a href="#${key}">${title}</a></li>`)}
${channels.map(
  ({ key, channel, sent, heard }) => html`<li><a href="#${key}">${channel.title}</a>
<ul>${[...sent, ...heard].map(
    ({ anchor, key: way, message }) =>
      html`<li><a href="#${anchor}"><span aria-hidden="true">${
        way.startsWith('send') ? '→' : '←'
      }</span><span class="unseen">${
        way.startsWith('send') ? 'sends' : 'hears'
      } </span> <code>${message.name}</code></a></li>`,
  )}</ul></li>`,
)}
</ul>
</nav>`
}

/** What all sockets have in common. */
function common(document: AsyncApi): Html {
  const { securitySchemes } = document.components
  return html`
${part(
  'credentials',
  html`<dl>${Object.entries(securitySchemes).map(
    ([name, { description }]) =>
      html`<dt id="credential.${name}"><code>${name}</code></dt><dd>${line(description)}</dd>`,
  )}</dl>`,
)}
${part(
  'refusals',
  html`<p>The answer is plain HTTP, with <code>{"message": "…"}</code>.</p>
<dl>${document['x-refusals'].map(({ status, means }) => fact(status, means))}</dl>`,
)}
${part('closing', html`<dl>${document['x-close-codes'].map(({ code, means }) => fact(code, means))}</dl>`)}
${part('limits', limits(document['x-limits']))}`
}

const part = (key: keyof typeof COMMON, content: Html): Html =>
  html`<section id="${key}" aria-labelledby="${key}-title">
<h2 id="${key}-title"><a href="#${key}">${COMMON[key]}</a></h2>
${content}
</section>`

const fact = (what: number, means: string): Html =>
  html`<dt><code>${what}</code></dt><dd>${line(means)}</dd>`
