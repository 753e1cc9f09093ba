import { createHash } from 'node:crypto'
import { API_HEADERS } from '@souk/rest-door'
import { REVALIDATED } from './revalidated.ts'

/** What every page of ours may do: show itself, with an empty icon. */
const LEAST = {
  'default-src': "'none'",
  'img-src': 'data:',
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** A page's `Content-Security-Policy`: what it may do beside the least. */
export function policyWith(more: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...LEAST, ...more })
  return all.map(([what, sources]) => `${what} ${sources}`).join('; ')
}

/** May run its own script, and ask this server, over its WebSocket too. No text becomes HTML. */
export const OWN_SCRIPT = {
  'script-src': "'self'",
  'connect-src': "'self'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
}

/** What a policy calls a script or a style that stands in the page. */
export const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

export const HTML = 'text/html; charset=utf-8'

/** The headers of a page, and of what belongs to it. */
export const pageHeaders = (policy: string, type = HTML) => ({
  ...API_HEADERS,
  'cache-control': REVALIDATED,
  'content-type': type,
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
})
