import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Context, Handler, Hono, MiddlewareHandler } from 'hono'
import { onlyGet } from './answers.ts'

/** To be asked for again each time, which costs no more than an answer without a body. */
export const REVALIDATED = 'no-cache'

export type FileHeaders = Readonly<Record<string, string>>
type Make = () => string | Buffer

/** Has some paths answer with a file, and with 405 to whoever does not read. */
export function serveFile(
  app: Hono,
  counted: MiddlewareHandler,
  paths: readonly string[],
  ...[make, headers]: [Make, FileHeaders]
): void {
  serve(app, counted, paths, revalidated(make, headers))
}

/** The same with what a handler answers. */
export function serve(
  app: Hono,
  counted: MiddlewareHandler,
  paths: readonly string[],
  show: Handler,
): void {
  for (const path of paths) app.get(path, counted, show).all(path, counted, onlyGet)
}

/**
 * Answers with bytes made once: however many clients leave their answer unread, they all wait for the
 * same ones. A client that still has them is told so.
 */
export function revalidated(make: Make, headers: FileHeaders): Handler {
  let made: Buffer<ArrayBuffer> | undefined
  let [plain, packed]: Promise<File>[] = []
  return async (c) => {
    made ??= Buffer.from(make())
    plain ??= file(made)
    const isPacked = takesGzip(c.req.header('accept-encoding')) && made.length > WORTH_PACKING
    if (isPacked) packed ??= packedFile(made)
    const { body, tag } = await ((isPacked && packed) || plain)
    const all = {
      ...headers,
      etag: tag,
      vary: 'Accept-Encoding',
      ...(isPacked && { 'content-encoding': 'gzip' }),
    }
    return isKnown(tag, c.req.header('if-none-match'))
      ? c.body(null, 304, all)
      : c.body(body, 200, all)
  }
}

/** Of a file that is made for several places, the latest are kept: who makes up places only spoils their own. */
const PLACES_KEPT = 8

/** The same of a file that differs with the place it is made for, which `placeOf` finds in the request. */
export function revalidatedAt(
  placeOf: (c: Context) => string,
  make: (place: string) => string,
  headers: FileHeaders,
): Handler {
  const files = new Map<string, Handler>()
  return (c, next) => {
    const place = placeOf(c)
    const file = files.get(place) ?? revalidated(() => make(place), headers)
    files.delete(place)
    files.set(place, file)
    const [oldest = place] = files.keys()
    if (files.size > PLACES_KEPT) files.delete(oldest)
    return file(c, next)
  }
}

/** Bytes of a file below which packing saves no packet. */
const WORTH_PACKING = 1400

/** One way to send a file, under a tag of its own. */
interface File {
  readonly body: Buffer<ArrayBuffer>
  readonly tag: string
}

const file = async (body: Buffer<ArrayBuffer>): Promise<File> => ({
  body,
  tag: `"${createHash('sha256').update(body).digest('base64url')}"`,
})

/** Packed once, beside the event loop. */
async function packedFile(body: Buffer): Promise<File> {
  return file(Buffer.from(await promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION })))
}

const takesGzip = (accepted = '') => /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted)

function isKnown(tag: string, held = ''): boolean {
  const tags = held.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return tags.includes(tag) || tags.includes('*')
}
