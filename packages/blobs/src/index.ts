export { type Blob, type BlobStore, BlobsUnavailable, type LocalFile } from './blob-store.ts'
export { createDiskStore } from './disk-store.ts'
export { parseS3Address, type S3Address, UnusableBlobUrl } from './s3-address.ts'
export { createS3Store } from './s3-store.ts'
