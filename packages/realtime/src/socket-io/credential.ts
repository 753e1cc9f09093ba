import { type ApiContext, type Credential, NOBODYS } from '@souk/api'
import { z } from 'zod'

const token = z.string().nullish()

/** How a client shows its token: alone or under one of its names. */
export const Shown = z.union([z.string(), z.object({ accessToken: token, token })])

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

/** A token, if there is one; what is no text is a token that nobody can have. */
function tokenIn(shown: unknown): string | undefined {
  const { data } = Shown.safeParse(shown)
  if (typeof data === 'string') return data
  if (data) return data.accessToken || data.token || undefined
  return typeof shown === 'object' && shown !== null ? NOBODYS : undefined
}
