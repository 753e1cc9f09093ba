import type { Credential, Credentials } from './credentials.ts'
import { type CallError, withCause } from './errors.ts'

/**
 * Replaces a token that was refused.
 * @throws the refusal, when there is no other one; with the reason, if `onAuthError` threw it
 */
export async function renewOr(
  refusal: CallError,
  refused: Credential,
  credentials: Credentials,
): Promise<Credential> {
  const fresh = await credentials.renew(refused).catch((cause: unknown) => {
    throw withCause(refusal, cause)
  })
  if (!fresh) throw refusal
  return fresh
}
