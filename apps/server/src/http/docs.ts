import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { soukAsyncApi, soukAsyncApiText } from '@souk/realtime'
import { soukOpenApiText } from '@souk/rest-door'
import { Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { DOCS_POLICY, docsPage } from './docs-page.ts'
import { pageHeaders } from './policy.ts'
import { type FileHeaders, REVALIDATED, serveFile } from './revalidated.ts'
import { SOCKETS_POLICY, socketsPage } from './sockets-page/page.ts'

/**
 * `/openapi.json`, and `/docs` to read it; `/asyncapi.json`, and `/docs/sockets`: pages that need nothing but
 * this server.
 */
export function docs(counted: MiddlewareHandler): Hono {
  const { folder, version } = apiReference()
  const script = `/docs/scalar-${version}.js`
  const app = new Hono()
  app.options('/openapi.json', PREFLIGHT).options('/asyncapi.json', PREFLIGHT)
  const file = (paths: string[], text: () => string | Buffer, headers: FileHeaders) =>
    serveFile(app, counted, paths, text, headers)
  file(['/openapi.json'], soukOpenApiText, DOCUMENT_HEADERS)
  file(['/docs', '/docs/'], () => docsPage(script), pageHeaders(DOCS_POLICY))
  file(['/asyncapi.json'], soukAsyncApiText, DOCUMENT_HEADERS)
  const socketsHeaders = pageHeaders(SOCKETS_POLICY)
  file(['/docs/sockets', '/docs/sockets/'], () => socketsPage(soukAsyncApi()), socketsHeaders)
  const bundle = () => readFileSync(join(folder, 'dist/browser/standalone.js'))
  file([script], bundle, SCRIPT_HEADERS)
  // A page of another version, while processes of both answer.
  file(['/docs/:script{scalar-[\\d.]+\\.js}'], bundle, {
    ...SCRIPT_HEADERS,
    'cache-control': REVALIDATED,
  })
  return app
}

/** The installed API reference, whose main file is `dist/index.js`. */
function apiReference(): { folder: string; version: string } {
  const folder = join(createRequire(import.meta.url).resolve('@scalar/api-reference'), '../..')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { folder, version }
}

const PREFLIGHT = cors({ allowMethods: ['GET', 'HEAD'] })

const DOCUMENT_HEADERS = {
  // Public, whatever origins may use the API itself.
  'access-control-allow-origin': '*',
  'cache-control': REVALIDATED,
  'content-type': 'application/json; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const SCRIPT_HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  // The version is in the address, so what stands there never changes.
  'cache-control': 'public, max-age=31536000, immutable',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}
