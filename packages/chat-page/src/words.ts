import { isNetworkError, isSoukError } from '@souk/client'

/** What a reader is told of something that went wrong. */
export function wordsFor(error: unknown): string {
  if (isNetworkError(error)) return 'Souk is out of reach.'
  if (isSoukError(error, 'VALIDATION_FAILED')) {
    return error.data.fields.map(({ path, message }) => `${path} ${message}`).join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
