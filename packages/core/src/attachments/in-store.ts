import { BlobsUnavailable } from '@souk/blobs'
import { SoukError } from '@souk/contract'

/**
 * Does something with the store of files.
 * @throws UNAVAILABLE when the store cannot
 */
export async function inStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof BlobsUnavailable)) throw cause
    const message = 'Files cannot be kept or read just now, please try again later'
    throw new SoukError('UNAVAILABLE', message, { cause, retryAfter: 60 })
  }
}
