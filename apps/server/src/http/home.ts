import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Hono, type MiddlewareHandler } from 'hono'
import { LAYOUT_STYLE, layout, TEXT_POLICY } from './layout.ts'
import { HTML, OWN_SCRIPT, pageHeaders, policyWith } from './policy.ts'
import { serveFile } from './revalidated.ts'

/** What the page may do where something can be tried: run its own script, and ask this server. */
const POLICY = policyWith({ ...OWN_SCRIPT, 'style-src': `'self' ${LAYOUT_STYLE}` })

const FILES = {
  '/portal/try.js': 'text/javascript; charset=utf-8',
  '/portal/try.css': 'text/css; charset=utf-8',
} as const

const ABOUT = `<h1>Souk</h1>
<p>A backend for peer-to-peer trading with escrow: accounts, a double-entry ledger, trades, a market of ads and offers, a shop,
rooms to negotiate in, chat, support, notifications and webhooks. It is one server with one ledger, and what you see here is its API.</p>
<ul>
<li><strong>Money is safe by construction.</strong> Each movement is a transfer between two accounts; what is held is settled once.</li>
<li><strong>Repeating is safe.</strong> Every call that changes something takes an <code>Idempotency-Key</code>.</li>
<li><strong>Nothing is missed.</strong> Streams and webhooks come from one log, and go on where you were.</li>
</ul>`

const TRY = `
<h2 id="try-heading">Try it</h2>
<p>Two people sign up and trade, with play money, live on this page. Each button is one call of the SDK, which stands under it;
what the other side hears comes over their own socket.</p>
<noscript><p>This part needs JavaScript.</p></noscript>
<div id="try"></div>
<p>More to try: <a href="/chat/try">direct chat</a> and <a href="/test/chat">negotiation rooms</a>, each in two tabs, and
<a href="/sandbox/mail">the mail of the sandbox</a>.</p>`

const READ = `
<h2>Read</h2>
<ul>
<li><a href="/docs/guides/first-trade">A first trade</a>, the first of the <a href="/docs/guides">guides</a></li>
<li><a href="/docs/guides/errors">Errors</a>: each code, when, and what to do</li>
<li><a href="/docs">The API reference</a>: every operation, in curl, TypeScript and Python</li>
<li><a href="/docs/sockets">The sockets</a>: every channel and frame</li>
<li><a href="/docs/deviations">Where Souk differs</a> from the five documents that clients were written against</li>
<li><a href="/openapi.json">The OpenAPI document</a> and <a href="/asyncapi.json">the AsyncAPI document</a>, for generators</li>
</ul>
<h2>SDKs</h2>
<ul>
<li><code>npm install @souk/client</code>: every procedure typed, streams that resume, retries that do nothing twice</li>
<li><code>npm install @souk/rest</code>: types and a small client for the documented REST paths</li>
<li>Other languages: <a href="/docs/guides/other-languages">how, in Python</a>, or a client generated from <a href="/openapi.json">the OpenAPI document</a></li>
</ul>
<h2>This server</h2>
<ul>
<li><a href="/health/ready">Is it well?</a></li>
<li><a href="/trades">Open trades</a></li>
<li><a href="/docs/guides/operating">How to operate it</a></li>
</ul>`

const HEAD = `
<link rel="stylesheet" href="/portal/try.css">
<script type="module" src="/portal/try.js"></script>`

/** The page for whoever opens the address in a browser; in the sandbox they can try a trade there. */
export function home(counted: MiddlewareHandler, { sandbox }: { sandbox: boolean }): Hono {
  const { resolve } = createRequire(import.meta.url)
  const app = new Hono()
  const serve = (path: string, type: string, content: () => string | Buffer) =>
    serveFile(app, counted, [path], content, pageHeaders(sandbox ? POLICY : TEXT_POLICY, type))
  const parts = sandbox ? { main: ABOUT + TRY + READ, head: HEAD } : { main: ABOUT + READ }
  serve('/', HTML, () => layout({ title: 'Souk', place: '/', ...parts }))
  if (!sandbox) return app
  for (const [path, type] of Object.entries(FILES)) {
    const file = path.replace('/portal/', '@souk/portal-page/page/')
    serve(path, type, () => readFileSync(resolve(file)))
  }
  return app
}
