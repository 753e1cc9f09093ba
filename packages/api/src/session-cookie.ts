import { SESSION_DAYS } from '@souk/core'
import { SESSION_COOKIE } from './credentials.ts'

/** Seconds for which a browser keeps the cookie: as long as its session lives. */
const MAX_AGE = SESSION_DAYS * 86_400

/** What a call did to the browser's session: opened one with this token, or ended it. */
export type SessionChange = { readonly opened: string } | 'ended'

/** The `Set-Cookie` header of a session that was opened or ended. */
export function sessionCookie(
  change: SessionChange | undefined,
  secure: boolean,
): Record<string, string> {
  if (change === undefined) return {}
  const [value, age] = change === 'ended' ? ['', 0] : [change.opened, MAX_AGE]
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`
  return { 'set-cookie': `${SESSION_COOKIE}=${value}; ${flags}` }
}
