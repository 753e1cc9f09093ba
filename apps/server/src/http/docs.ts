import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { soukOpenApiText } from '@souk/rest-door'
import { type Handler, Hono } from 'hono'
import { cors } from 'hono/cors'
import { DOCS_POLICY, docsPage } from './docs-page.ts'

/** `/openapi.json`, and `/docs` to read it: a page that needs nothing but this server. */
export function docs(): Hono {
  const { folder, version } = apiReference()
  const script = `/docs/scalar-${version}.js`
  const app = new Hono()
  // The document is public, whatever origins may use the API itself.
  app.use('/openapi.json', cors())
  app.get('/openapi.json', revalidated(soukOpenApiText, DOCUMENT_HEADERS))
  app.on(
    'GET',
    ['/docs', '/docs/'],
    revalidated(() => docsPage(script), PAGE_HEADERS),
  )
  app.get(script, async () => {
    const bundle = await readFile(join(folder, 'dist/browser/standalone.js'))
    return new Response(bundle, { headers: SCRIPT_HEADERS })
  })
  return app
}

/** The installed API reference, whose main file is `dist/index.js`. */
function apiReference(): { folder: string; version: string } {
  const folder = join(createRequire(import.meta.url).resolve('@scalar/api-reference'), '../..')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { folder, version }
}

const DOCUMENT_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': DOCS_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const SCRIPT_HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  // The version is in the address, so what stands there never changes.
  'cache-control': 'public, max-age=31536000, immutable',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

type Headers = Readonly<Record<string, string>>

/** Answers with a text made once; a client that still has it is told so. */
function revalidated(text: () => string, headers: Headers): Handler {
  let made: { body: string; tag: string } | undefined
  return (c) => {
    made ??= tagged(text())
    const { body, tag } = made
    const all = { ...headers, 'cache-control': 'no-cache', etag: tag }
    const isKnown = c.req.header('if-none-match')?.includes(tag)
    return isKnown ? c.body(null, 304, all) : c.body(body, 200, all)
  }
}

function tagged(body: string): { body: string; tag: string } {
  return { body, tag: `"${createHash('sha256').update(body).digest('base64url')}"` }
}
