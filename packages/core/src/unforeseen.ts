import { SoukError } from '@souk/contract'

/** An outcome that no database function of this version is known to give: never a guess. */
export function unforeseen(cause: unknown): SoukError {
  return new SoukError('INTERNAL_ERROR', 'Something went wrong on our side', { cause })
}
