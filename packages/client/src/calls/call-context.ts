import type { Operation } from '@trpc/client'
import type { Credential } from '../credentials.ts'

/** What a call carries from link to link beside its input. */
type Context = Operation['context']

/** Gives a mutation the key that all its attempts share, unless the caller has chosen one. */
export function withIdempotencyKey({ type, context }: Operation): Context {
  if (type !== 'mutation' || context.idempotencyKey !== undefined) return context
  return { ...context, idempotencyKey: newKey() }
}

export function withCredential(context: Context, { token }: Credential): Context {
  return { ...context, soukToken: token }
}

/** The headers of a call that `withCredential` and `withIdempotencyKey` have prepared. */
export function headersOf({ soukToken, idempotencyKey }: Context): Record<string, string> {
  return {
    ...(typeof soukToken === 'string' && { authorization: `Bearer ${soukToken}` }),
    ...(typeof idempotencyKey === 'string' && { 'idempotency-key': idempotencyKey }),
  }
}

/** 128 random bits. Not `crypto.randomUUID`: browsers have that on secure pages only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
