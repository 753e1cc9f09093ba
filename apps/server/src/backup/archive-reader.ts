import { createReadStream } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar-stream'
import type { z } from 'zod'
import { createEntryHash, type EntryHash } from './entry-hash.ts'
import { DIGEST, LONGEST_JSON } from './format.ts'
import { BackupRefused } from './refused.ts'

/** An entry of an archive. What is not read of it is passed over, and counted in the digest all the same. */
export interface Entry {
  readonly name: string
  readonly size: number
  bytes(): AsyncIterable<Buffer>
}

/**
 * Goes through an archive, entry by entry.
 * @param hash of what has been read so far; the digest itself is not in it
 * @param onRead told how many bytes of the file have been read
 * @throws BackupRefused where it is damaged
 */
export async function* readArchive(
  path: string,
  hash: EntryHash = createEntryHash(),
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Entry> {
  const archive = extract()
  const source = createReadStream(path, { highWaterMark: 1024 * 1024 })
  source.on('data', (chunk) => onRead(chunk.length))
  const read = pipeline(source, archive)
  read.catch(() => {}) // told below
  try {
    for await (const stream of archive) {
      const { name, size = 0 } = stream.header
      const isHashed = name !== DIGEST
      if (isHashed) hash.begin(name, size)
      const bytes = passOn(path, stream as AsyncIterable<Buffer>, isHashed ? hash.add : () => {})
      yield { name, size, bytes: () => bytes }
      for await (const _ of bytes); // the rest, if any
    }
    await read
  } catch (error) {
    throw refusal(path, error)
  } finally {
    source.destroy()
  }
}

async function* passOn(
  path: string,
  stream: AsyncIterable<Buffer>,
  add: (bytes: Buffer) => void,
): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of stream) {
      add(bytes)
      yield bytes
    }
  } catch (error) {
    throw refusal(path, error)
  }
}

/** What tar-stream says of a file that is none, or has been cut off. */
const DAMAGED = /invalid tar|unexpected end|invalid header|header exceeds/i

function refusal(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !DAMAGED.test(error.message)) return error
  return new BackupRefused(
    `${path} is no backup of Souk, or it is damaged: ${error.message.split('.')[0]}.`,
  )
}

/** An entry in JSON; undefined where it is not of that form. */
export async function readJson<T>(entry: Entry, form: z.ZodType<T>): Promise<T | undefined> {
  if (entry.size > LONGEST_JSON) return undefined
  const text = (await buffer(entry.bytes())).toString('utf8')
  try {
    return form.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
