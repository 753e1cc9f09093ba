import { toSoukError } from '@souk/api'

/** Why Souk closes a socket, in codes that tell a client what to do next. */
export const CLOSE = {
  /** The process is going down for a restart: connect again. */
  RESTART: 1012,
  /** The credential is no longer good: log in again before connecting. */
  UNAUTHORIZED: 4401,
  /** Too many connections or too slow: connecting again at once will not help. */
  POLICY: 1008,
} as const

/** What Souk closes with; the AsyncAPI document names each. */
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]

/**
 * Code and reason for a socket whose owner could not be found out. Only a dead credential is called
 * one: a client throws its token away then, which it must not do when a database was out of reach.
 */
export function closingFor(error: unknown): [code: CloseCode, reason: string] {
  const { code, message } = toSoukError(error)
  if (code === 'RATE_LIMITED') return [CLOSE.POLICY, message]
  const isOurs = code === 'UNAVAILABLE' || code === 'INTERNAL_ERROR'
  return isOurs ? [CLOSE.RESTART, message] : [CLOSE.UNAUTHORIZED, 'Log in again']
}
