import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Blob, type BlobStore, BlobsUnavailable, checkedKey } from './blob-store.ts'

/** Keeps files in a folder, which is made when the first one comes. */
export function createDiskStore(folder: string): BlobStore {
  // Two letters of 128 random bits: no folder has more than a 256th of all files.
  const placeOf = (key: string) => join(folder, checkedKey(key).slice(0, 2), key)
  return {
    put: (key, { path }) => orUnavailable(() => moveInto(placeOf(key), path)),
    get: (key) => orUnavailable(() => readFrom(placeOf(key))),
    remove: (key) =>
      orUnavailable(async () => {
        const place = placeOf(key)
        await Promise.all([place, partOf(place)].map((path) => rm(path, { force: true })))
      }),
  }
}

/** Where a file is written that comes from another disk, until it is whole. */
const partOf = (place: string) => `${place}.part`

async function moveInto(place: string, path: string): Promise<void> {
  const folder = dirname(place)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await synced(path)
  try {
    await rename(path, place)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    await copyFile(path, partOf(place))
    await synced(partOf(place))
    await rename(partOf(place), place)
  }
  // The name is as safe as its folder is.
  await synced(folder)
}

/** Waits until what has been written is on the disk itself. */
async function synced(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function readFrom(place: string): Promise<Blob | undefined> {
  try {
    const file = await open(place, 'r')
    try {
      const { size } = await file.stat()
      return { size, stream: file.createReadStream() }
    } catch (error) {
      await file.close()
      throw error
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

/** What the disk says, in words that core knows. */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (codeOf(cause) === undefined) throw cause
    throw new BlobsUnavailable('The disk that keeps files refuses', { cause })
  }
}
