import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { API_HEADERS } from '@souk/rest-door'
import { Hono, type MiddlewareHandler } from 'hono'
import { onlyGet } from './answers.ts'
import { REVALIDATED, revalidated } from './revalidated.ts'

/** What the page may do: run its own script, ask this server, and show pictures that it has fetched. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'", // its WebSocket too
  'img-src blob: data:', // and its empty icon
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'", // no text becomes HTML
].join('; ')

const FILES = {
  '/chat/try': ['index.html', 'text/html; charset=utf-8'],
  '/chat/try/': ['index.html', 'text/html; charset=utf-8'],
  '/chat/try/chat.js': ['chat.js', 'text/javascript; charset=utf-8'],
  '/chat/try/chat.css': ['chat.css', 'text/css; charset=utf-8'],
  // Where document 5 says that its test client is.
  '/test/chat': ['rooms.html', 'text/html; charset=utf-8'],
  '/test/chat/': ['rooms.html', 'text/html; charset=utf-8'],
  '/test/chat/rooms.js': ['rooms.js', 'text/javascript; charset=utf-8'],
  '/test/chat/chat.css': ['chat.css', 'text/css; charset=utf-8'],
} as const

/** Pages where two people chat, or negotiate, in two tabs, for whoever tries the sandbox out. */
export function chatPage(counted: MiddlewareHandler): Hono {
  const { resolve } = createRequire(import.meta.url)
  const app = new Hono()
  for (const [path, [name, type]] of Object.entries(FILES)) {
    const content = () => readFileSync(resolve(`@souk/chat-page/page/${name}`))
    app.get(path, counted, revalidated(content, headersOf(type))).all(path, counted, onlyGet)
  }
  return app
}

function headersOf(type: string) {
  return {
    ...API_HEADERS,
    'cache-control': REVALIDATED,
    'content-type': type,
    'content-security-policy': POLICY,
  }
}
