import type { Readable } from 'node:stream'

/** A file on this machine's disk, whole. */
export interface LocalFile {
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Of all its bytes, in hexadecimal digits. */
  readonly sha256: string
}

/** A kept file, to be read once; whoever does not read it to its end destroys the stream. */
export interface Blob {
  /** In bytes. */
  readonly size: number
  readonly stream: Readable
}

/**
 * Where files are kept. Keys are UUIDs of Souk's own making, so nothing that anybody has written can be part of
 * a path or an address.
 */
export interface BlobStore {
  /**
   * Keeps a file, whole or not at all; once this returns, it outlives a loss of power. The local file is gone
   * then, or may be removed.
   * @throws BlobsUnavailable
   */
  put(key: string, file: LocalFile): Promise<void>
  /** The file kept under a key, if there is one. @throws BlobsUnavailable */
  get(key: string): Promise<Blob | undefined>
  /** Removes a file, and whatever a `put` that was cut off has left of it. @throws BlobsUnavailable */
  remove(key: string): Promise<void>
}

/** The store cannot do it just now: out of reach, full, or it refuses Souk. */
export class BlobsUnavailable extends Error {
  override readonly name = 'BlobsUnavailable'
}

const KEY = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** The key itself, where it is one: a fault of ours must not become a path. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`${key} is no key of a file`)
  return key
}
