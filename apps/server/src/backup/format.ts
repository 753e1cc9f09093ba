import { z } from 'zod'

/**
 * A backup is a tar archive, in this order: what it is (HEAD), the files of messages, the rows of each
 * table as COPY writes them, in parts that each hold whole lines (zstd, with its own checksum), what
 * all that is (CONTENTS), and the digest of everything before (DIGEST).
 */
export const HEAD = 'souk-backup.json'
export const CONTENTS = 'contents.json'
export const DIGEST = 'digest.json'

/** To be raised when an older Souk could misread what a newer one writes. */
export const FORMAT = 1

/** Bytes of rows in a part, before they are packed; a longer row has a part to itself. */
export const PART = 4 * 1024 * 1024

/** Bytes that a part can have at most when it is unpacked: PostgreSQL's longest row. */
export const LONGEST_PART = 1024 ** 3 + PART

/** Bytes of an entry in JSON, at most. */
export const LONGEST_JSON = 64 * 1024 * 1024

export const partName = (table: string, part: number) =>
  `data/${table}/${String(part).padStart(6, '0')}.copy.zst`
export const fileName = (id: string) => `files/${id}`

/** What an entry holds, by its name. */
export function kindOf(name: string) {
  const table = /^data\/(.+)\/\d+\.copy\.zst$/.exec(name)?.[1]
  if (table !== undefined) return { kind: 'rows', table } as const
  const id = /^files\/([\da-f-]{36})$/.exec(name)?.[1]
  if (id !== undefined) return { kind: 'file', id } as const
  return { kind: 'other' } as const
}

/** Enough to refuse what is of a format that is not known here. */
export const AnyHead = z.object({ souk: z.literal('backup'), format: z.int().positive() })

export const Head = AnyHead.extend({
  createdAt: z.iso.datetime(),
  /** PostgreSQL's version. */
  server: z.string(),
  schema: z.object({ migrations: z.array(z.string()).min(1), sql: z.int() }),
  /** Whether files of messages are inside, or stay in a bucket. */
  files: z.enum(['inside', 'bucket']),
  /** Tells the secret key of this Souk from others, and not what it is. */
  key: z.object({ salt: z.string(), check: z.string() }),
})
export type Head = z.output<typeof Head>

export const Contents = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.int().nonnegative(),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  files: z.int().nonnegative(),
})
export type Contents = z.output<typeof Contents>

export const Digest = z.object({
  sha256: z.string(),
  /** The same under the secret key: who has not that cannot have written the backup. */
  seal: z.string(),
})
export type Digest = z.output<typeof Digest>
