import { SoukError } from '@souk/contract'

/** Bytes a request body may have, at whichever door. */
const MAX_BODY = 1024 * 1024
/** Bytes above which a body is large; nothing that people write is. */
export const LARGE_BODY = 64 * 1024
/** Values a JSON text may have, all lists and objects in it together. */
const MAX_VALUES = 2000
/** Lists and objects that may stand inside one another. */
const MAX_DEPTH = 512

/** A request as far as its body is concerned. */
export type Carrier = Pick<Request, 'headers' | 'arrayBuffer' | 'body'>

/** Whether the request says that it has a body, be it of unknown length. */
export function hasBody(headers: Headers): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
}

/**
 * Whether a refusal may leave much of the body unread. Its connection is of no more use then: to read
 * and forget the rest would cost everybody more than a new connection costs its sender.
 */
export function mayBeUnread(headers: Headers): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > LARGE_BODY
}

/** Whether the body comes packed, as by gzip: nothing here unpacks, for a little may become a lot. */
export function isEncoded(headers: Headers): boolean {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() || 'identity'
  const transfer = headers.get('transfer-encoding')?.trim().toLowerCase() || 'chunked'
  return hasBody(headers) && (coding !== 'identity' || transfer !== 'chunked')
}

/** What a refused body's sender should know of how to send it. */
export function codingHeaders(headers: Headers, { code }: SoukError): Record<string, string> {
  const isRefused = code === 'UNSUPPORTED_MEDIA_TYPE' && isEncoded(headers)
  return isRefused ? { 'accept-encoding': 'identity' } : {}
}

/**
 * The text of a request's body; empty when it has none.
 * @throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE when it is encoded, MALFORMED_REQUEST
 */
export async function readText(request: Carrier): Promise<string> {
  const { headers } = request
  const length = headers.get('content-length')
  if (Number(length ?? 0) > MAX_BODY) throw tooLarge()
  if (!hasBody(headers)) return ''
  if (isEncoded(headers)) {
    throw new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as it is, without encoding it')
  }
  try {
    return decode(length !== null ? await request.arrayBuffer() : await readChunks(request.body))
  } catch (cause) {
    if (cause instanceof SoukError) throw cause
    throw new SoukError('MALFORMED_REQUEST', 'The body broke off', { cause })
  }
}

/**
 * Parses JSON that a client sent. Its size is looked at first, for what many small values or deep
 * nesting cost comes after parsing too: in checking them, and in saying what is wrong with each.
 * @throws MALFORMED_REQUEST; `what` is what the client calls it
 */
export function parseJson(text: string, what = 'The body'): unknown {
  const { values, depth } = sizeOf(text)
  if (depth > MAX_DEPTH) {
    throw new SoukError('MALFORMED_REQUEST', `${what} is nested deeper than ${MAX_DEPTH} levels`)
  }
  if (values > MAX_VALUES) {
    throw new SoukError('MALFORMED_REQUEST', `${what} has more than ${MAX_VALUES} values`)
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SoukError('MALFORMED_REQUEST', `${what} is not valid JSON`, { cause })
  }
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/** At most how many values a JSON text has, and how deep they stand; at once, when it is too much. */
function sizeOf(text: string): { values: number; depth: number } {
  let [values, depth, deepest] = [1, 0, 0]
  for (let at = 0; at < text.length && values <= MAX_VALUES && deepest <= MAX_DEPTH; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === COMMA) values += 1
    else if (OPENING.has(code)) {
      values += 1
      depth += 1
      deepest = Math.max(deepest, depth)
    } else if (CLOSING.has(code)) depth -= 1
  }
  return { values, depth: deepest }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  }
  return at
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

/**
 * A body of unannounced length is counted while it comes in. One that is too large is left where it
 * is: cancelling its stream would cut the connection before the answer is sent.
 */
async function readChunks(body: Carrier['body']): Promise<Uint8Array> {
  const reader = body?.getReader()
  const chunks: Uint8Array[] = []
  for (let size = 0; size <= MAX_BODY; ) {
    const { done = true, value } = (await reader?.read()) ?? {}
    if (done || !value) return joined(chunks, size)
    size += value.byteLength
    chunks.push(value)
  }
  throw tooLarge()
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}

function tooLarge(): SoukError {
  return new SoukError('PAYLOAD_TOO_LARGE', 'The body may have at most 1 MiB')
}
