import { SoukError } from '@souk/contract'
import { isRecord } from './read-input.ts'

/** Bytes a request body may have. */
export const MAX_BODY = 1024 * 1024

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/**
 * The request's JSON object; empty when it has no body, whatever type it claims.
 * @throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = decode(await readBytes(request))
  if (text.trim() === '') return {}
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
    throw new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json')
  }
  const body = parse(text)
  if (!isRecord(body)) throw new SoukError('MALFORMED_REQUEST', 'The body must be a JSON object')
  return body
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SoukError('MALFORMED_REQUEST', 'The body is not valid JSON', { cause })
  }
}

// Strict, or different broken bytes in two passwords would become the same replacement character.
const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new SoukError('MALFORMED_REQUEST', 'The body is not valid UTF-8', { cause })
  }
}

const NOTHING = new Uint8Array()

async function readBytes(request: Request): Promise<ArrayBuffer | Uint8Array> {
  const { headers } = request
  const length = headers.get('content-length')
  if (Number(length ?? 0) > MAX_BODY) throw tooLarge()
  try {
    if (length !== null) return await request.arrayBuffer()
    return headers.has('transfer-encoding') && request.body
      ? await readChunks(request.body)
      : NOTHING
  } catch (cause) {
    if (cause instanceof SoukError) throw cause
    throw new SoukError('MALFORMED_REQUEST', 'The body broke off', { cause })
  }
}

/** A body of unannounced length is counted while it comes in. */
async function readChunks(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > MAX_BODY) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(): SoukError {
  return new SoukError('PAYLOAD_TOO_LARGE', 'The body may have at most 1 MiB')
}
