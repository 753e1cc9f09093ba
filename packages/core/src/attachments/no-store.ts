import { type BlobStore, BlobsUnavailable } from '@souk/blobs'

const nowhere = async (): Promise<never> => {
  throw new BlobsUnavailable('There is no store of files')
}

/** Where nobody has said where files are to be kept. */
export const noStore: BlobStore = { put: nowhere, get: nowhere, remove: nowhere }
