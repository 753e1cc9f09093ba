import { SESSION_DAYS } from '@souk/core'
import { SESSION_COOKIE } from './credentials.ts'

/** Seconds for which a browser keeps the cookie of a session that says nothing else. */
const MAX_AGE = SESSION_DAYS * 86_400

/** What a call did to the browser's session: opened one with this token, or ended it. */
export type SessionChange =
  | { readonly opened: string; readonly seconds?: number | undefined }
  | 'ended'

/** The `Set-Cookie` header of a session that was opened or ended. */
export function sessionCookie(
  change: SessionChange | undefined,
  secure: boolean,
): Record<string, string> {
  if (change === undefined) return {}
  const [value, age] = change === 'ended' ? ['', 0] : [change.opened, change.seconds ?? MAX_AGE]
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`
  return { 'set-cookie': `${SESSION_COOKIE}=${value}; ${flags}` }
}
