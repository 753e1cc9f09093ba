import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { fieldRefused, MAX_FILE, SoukError } from '@souk/contract'
import { isEncoded } from '../read-json.ts'
import { chunksOf, within } from './chunks.ts'
import { type Spool, startWriting, type Writing } from './spool.ts'

/** Bytes that a form may have around its file. */
const AROUND = 16 * 1024

/** One file, and a few fields of which nothing is wanted; a part's head is small. */
const LIMITS = {
  fileSize: MAX_FILE,
  files: 1,
  fields: 8,
  fieldSize: 1024,
  parts: 9,
  headerPairs: 16,
  headerSize: 4096,
}

const FORM = /^multipart\/form-data\s*;/i

/** A file that has come, whole. */
export interface Received {
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly path: string
  /** Removes what has not been moved away. */
  remove(): Promise<void>
}

/**
 * How many bytes a form's file may have, going by what its head says.
 * @throws UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE
 */
export function announced({ headers }: Pick<Request, 'headers'>): number {
  if (!FORM.test(headers.get('content-type') ?? '')) {
    throw new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the file as multipart/form-data')
  }
  if (isEncoded(headers)) {
    throw new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as it is, without encoding it')
  }
  const length = Number(headers.get('content-length') ?? MAX_FILE)
  if (length > MAX_FILE + AROUND) throw tooLarge()
  return Math.min(length, MAX_FILE)
}

/**
 * Reads a form with a file in the field `field`, and writes that into the spool while it comes: no more of it
 * is ever in memory than a few pieces. When it throws, nothing is left of the file, and the rest of the body
 * is left where it is: to end its stream would cut the connection before the answer is sent.
 * @throws MALFORMED_REQUEST, PAYLOAD_TOO_LARGE, UNAVAILABLE; VALIDATION_FAILED where there is no such file
 */
export async function readMultipart(
  { headers, body }: Pick<Request, 'headers' | 'body'>,
  field: string,
  spool: Spool,
): Promise<Received> {
  const parser = parserFor(headers.get('content-type') ?? '')
  const parts = partsOf(parser, field, spool)
  try {
    let size = 0
    for await (const chunk of chunksOf(body, spool)) {
      size += chunk.byteLength
      if (size > MAX_FILE + AROUND) throw tooLarge()
      await within(spool.idle, Promise.race([written(parser, chunk), parts.failed]))
    }
    parser.end()
    return await within(spool.idle, Promise.race([parts.received, parts.failed]))
  } catch (error) {
    await parts.remove()
    throw error
  } finally {
    parser.destroy()
  }
}

function parserFor(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS })
  } catch (cause) {
    throw new SoukError('MALFORMED_REQUEST', 'The form has no boundary', { cause })
  }
}

/** Hands the parser some bytes, and waits until it can take more. */
function written(parser: BusboyInstance, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(brokenOff(error)) : resolve()))
  })
}

interface Parts {
  readonly received: Promise<Received>
  /** Never resolves. */
  readonly failed: Promise<never>
  remove(): Promise<void>
}

function partsOf(parser: BusboyInstance, field: string, spool: Spool): Parts {
  const failure = Promise.withResolvers<never>()
  const received = Promise.withResolvers<Received>()
  // Each is waited for only as far as the form gets.
  for (const { promise } of [failure, received]) promise.catch(() => {})
  let file: Promise<Received> | undefined
  let writing: Promise<Writing> | undefined
  let open: BusboyFileStream | undefined

  parser.on('file', (name, content, filename = '') => {
    if (name !== field || file) {
      content.on('error', () => {})
      content.resume()
      return
    }
    file = take(content, filename)
    file.catch(failure.reject)
  })
  parser.on('filesLimit', () => failure.reject(fieldRefused(field, 'must be one file')))
  parser.on('error', (cause) => failure.reject(brokenOff(cause)))
  parser.on('finish', () =>
    received.resolve(file ?? Promise.reject(fieldRefused(field, 'is required'))),
  )

  async function take(content: BusboyFileStream, name: string): Promise<Received> {
    // Heard before anything is waited for: a form that ends here says so at once.
    const cutOff = new Promise<never>((_, reject) => content.once('error', reject))
    cutOff.catch(() => {})
    open = content
    writing = startWriting(spool)
    const begun = await writing
    await Promise.race([copy(content, begun), cutOff]).catch(rethrown)
    if (content.truncated) throw tooLarge()
    const whole = await begun.end()
    if (whole.size === 0) throw fieldRefused(field, 'must not be empty')
    return { name, path: begun.path, ...whole, remove: begun.remove }
  }

  return {
    received: received.promise,
    failed: failure.promise,
    async remove() {
      open?.destroy()
      const begun = await writing?.catch(() => undefined)
      await begun?.remove()
    },
  }
}

async function copy(content: BusboyFileStream, writing: Writing): Promise<void> {
  for await (const chunk of content) await writing.write(chunk)
}

function rethrown(error: unknown): never {
  throw error instanceof SoukError ? error : brokenOff(error)
}

function brokenOff(cause: unknown): SoukError {
  return new SoukError('MALFORMED_REQUEST', 'The form is broken, or broke off', { cause })
}

function tooLarge(): SoukError {
  return new SoukError('PAYLOAD_TOO_LARGE', `A file may have at most ${MAX_FILE / 1024 ** 2} MiB`)
}
