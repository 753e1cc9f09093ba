import { join } from 'node:path'
import { PATIENCE, type Spool } from '@souk/api'
import { type BlobStore, createDiskStore, createS3Store } from '@souk/blobs'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'

export interface OpenBlobs {
  readonly blobs: BlobStore
  /** Where files pass through on their way there: below DATA_DIR too, so that a disk need not copy them. */
  readonly spool: Spool
}

/** Where files are kept: the operator's store, or this machine's disk. Nothing is made before the first file. */
export function openBlobs(
  { BLOB_URL, DATA_DIR, REDIS_URL }: Config,
  log: Logger,
  patience: Pick<Spool, 'whole' | 'idle'> = PATIENCE,
): OpenBlobs {
  if (!BLOB_URL && REDIS_URL) {
    log.warn('files are kept on this machine alone: with several nodes, set BLOB_URL')
  }
  return {
    blobs: BLOB_URL ? createS3Store(BLOB_URL) : createDiskStore(join(DATA_DIR, 'blobs')),
    spool: { folder: join(DATA_DIR, 'incoming'), ...patience },
  }
}
