import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Hono, type MiddlewareHandler } from 'hono'
import { HTML, OWN_SCRIPT, pageHeaders, policyWith } from './policy.ts'
import { serveFile } from './revalidated.ts'

/** What the page may do: run its own script, ask this server, and show pictures that it has fetched. */
const POLICY = policyWith({ ...OWN_SCRIPT, 'style-src': "'self'", 'img-src': 'blob: data:' })

const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'

const FILES = [
  [['/chat/try', '/chat/try/'], 'index.html', HTML],
  [['/chat/try/chat.js'], 'chat.js', SCRIPT],
  [['/chat/try/chat.css'], 'chat.css', STYLE],
  // Where document 5 says that its test client is.
  [['/test/chat', '/test/chat/'], 'rooms.html', HTML],
  [['/test/chat/rooms.js'], 'rooms.js', SCRIPT],
  [['/test/chat/chat.css'], 'chat.css', STYLE],
] as const

/** Pages where two people chat, or negotiate, in two tabs, for whoever tries the sandbox out. */
export function chatPage(counted: MiddlewareHandler): Hono {
  const { resolve } = createRequire(import.meta.url)
  const app = new Hono()
  for (const [paths, name, type] of FILES) {
    const content = () => readFileSync(resolve(`@souk/chat-page/page/${name}`))
    serveFile(app, counted, paths, content, pageHeaders(POLICY, type))
  }
  return app
}
