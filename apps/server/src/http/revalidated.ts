import { createHash } from 'node:crypto'
import type { Handler } from 'hono'

/** To be asked for again each time, which costs no more than an answer without a body. */
export const REVALIDATED = 'no-cache'

export type FileHeaders = Readonly<Record<string, string>>

/**
 * Answers with bytes made once: however many clients leave their answer unread, they all wait for the
 * same ones. A client that still has them is told so.
 */
export function revalidated(make: () => string | Buffer, headers: FileHeaders): Handler {
  let made: { body: Buffer<ArrayBuffer>; tag: string } | undefined
  return (c) => {
    made ??= tagged(Buffer.from(make()))
    const { body, tag } = made
    const all = { ...headers, etag: tag }
    const isKnown = c.req.header('if-none-match')?.includes(tag)
    return isKnown ? c.body(null, 304, all) : c.body(body, 200, all)
  }
}

function tagged(body: Buffer<ArrayBuffer>): { body: Buffer<ArrayBuffer>; tag: string } {
  return { body, tag: `"${createHash('sha256').update(body).digest('base64url')}"` }
}
