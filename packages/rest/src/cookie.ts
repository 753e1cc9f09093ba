import { SESSION_COOKIE } from '@souk/api'

const MAX_AGE = 30 * 86_400

/** The `Set-Cookie` header that opens or ends a browser's session. */
export function sessionCookie(
  what: 'set' | 'clear',
  result: unknown,
  secure: boolean,
): Record<string, string> {
  const value = what === 'set' ? (result as { session: string }).session : ''
  const age = what === 'set' ? MAX_AGE : 0
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`
  return { 'set-cookie': `${SESSION_COOKIE}=${value}; ${flags}` }
}
