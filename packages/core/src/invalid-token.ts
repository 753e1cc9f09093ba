import { SoukError } from '@souk/contract'

/** A credential that is none, or is no longer good: which, nobody is told. */
export function invalidToken(cause?: unknown): SoukError {
  return new SoukError('INVALID_TOKEN', 'Invalid or expired token', { cause })
}
