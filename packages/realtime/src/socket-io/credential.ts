import type { ApiContext, Credential } from '@souk/api'

/**
 * The context of somebody who shows a credential in words: the handshake's `auth`, or what a client says
 * later. Without one, what its first request has brought counts: header, query or cookie.
 */
export function showing(ctx: ApiContext, shown: unknown): ApiContext {
  const token = tokenIn(shown)
  if (token === undefined) return ctx
  const { credential } = ctx
  const cookie = credential?.carrier === 'cookie' ? credential.token : credential?.cookie
  const explicit: Credential = { token, carrier: 'explicit', cookie }
  return { ...ctx, credential: explicit }
}

/** A token alone or under one of its names; what is no text is a token that nobody can have. */
function tokenIn(shown: unknown): string | undefined {
  if (typeof shown === 'string') return shown
  if (typeof shown !== 'object' || shown === null) return undefined
  const { accessToken, token } = shown as { accessToken?: unknown; token?: unknown }
  const given = accessToken || token
  if (!given) return undefined
  return typeof given === 'string' ? given : ''
}
