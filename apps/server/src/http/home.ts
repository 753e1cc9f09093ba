import { API_HEADERS } from '@souk/rest-door'
import { Hono, type MiddlewareHandler } from 'hono'
import { onlyGet } from './answers.ts'

const page = (links: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Souk</title>
<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
<h1>Souk</h1>
<p>Peer-to-peer trading with escrow. This is its API.</p>
<ul>
<li><a href="/docs">API reference</a></li>
<li><a href="/openapi.json">OpenAPI document</a></li>
<li><a href="/docs/sockets">Sockets</a></li>
<li><a href="/asyncapi.json">AsyncAPI document</a></li>
<li><a href="/trades">Open trades</a></li>
<li><a href="/health/ready">Health</a></li>${links}
</ul>
</html>
`

const HEADERS = {
  ...API_HEADERS,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}

const SANDBOX = `
<li><a href="/sandbox/mail">Mail of the sandbox</a></li>
<li><a href="/chat/try">Direct chat, to be tried in two tabs</a></li>`

/** A small page with links, for whoever opens the address in a browser. */
export function home(counted: MiddlewareHandler, { sandbox }: { sandbox: boolean }): Hono {
  const html = page(sandbox ? SANDBOX : '')
  const show = () => new Response(html, { headers: HEADERS })
  return new Hono().get('/', counted, show).all('/', counted, onlyGet)
}
