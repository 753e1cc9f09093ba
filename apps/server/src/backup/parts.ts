import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { LONGEST_PART, PART } from './format.ts'

/** Rows of a table, as many as go into one entry. */
export interface Part {
  readonly rows: number
  /** What they are as COPY writes them, in bytes. */
  readonly bytes: number
  readonly packed: Buffer
}

/** Parts that are packed at a time: PostgreSQL reads the next while this one is being packed. */
const AT_ONCE = 2

const NEWLINE = 10

const PACKED = {
  params: {
    [constants.ZSTD_c_compressionLevel]: 3,
    [constants.ZSTD_c_checksumFlag]: 1,
  },
}

/** Cuts rows into parts and packs them, in their order; memory holds a few, however many there are. */
export function partsOf(rows: Readable): AsyncIterable<Part> {
  return Readable.from(cut(rows)).map(pack, { concurrency: AT_ONCE })
}

/** Rows that were packed. @throws when they are damaged */
export function unpack(packed: Buffer): Promise<Buffer> {
  return promisify(zstdDecompress)(packed, { maxOutputLength: LONGEST_PART })
}

async function pack(lines: Buffer): Promise<Part> {
  const packed = await promisify(zstdCompress)(lines, PACKED)
  return { rows: countLines(lines), bytes: lines.length, packed }
}

/** Whole lines each. COPY writes a line break within a value as two other characters. */
async function* cut(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [chunks, size] = [[] as Buffer[], 0]
  for await (const chunk of rows) {
    const end = size + chunk.length < PART ? -1 : chunk.lastIndexOf(NEWLINE)
    chunks.push(end < 0 ? chunk : chunk.subarray(0, end + 1))
    size += chunk.length
    if (end < 0) continue
    yield Buffer.concat(chunks)
    const rest = chunk.subarray(end + 1)
    ;[chunks, size] = [[rest], rest.length]
  }
  if (size > 0) yield Buffer.concat(chunks)
}

function countLines(lines: Buffer): number {
  let count = 0
  for (let at = lines.indexOf(NEWLINE); at >= 0; at = lines.indexOf(NEWLINE, at + 1)) count += 1
  return count
}
