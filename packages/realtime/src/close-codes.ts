/** Why Souk closes a socket, in codes that tell a client what to do next. */
export const CLOSE = {
  /** The process is going down for a restart: connect again. */
  RESTART: 1012,
  /** The credential is no longer good: log in again before connecting. */
  UNAUTHORIZED: 4401,
  /** Too many connections or too slow: connecting again at once will not help. */
  POLICY: 1008,
} as const
