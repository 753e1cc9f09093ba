import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { MAX_BODY } from '@souk/api'
import { SoukError } from '@souk/contract'
import { isRecord } from './read-input.ts'

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/**
 * The request's JSON object; empty when it has no body, whatever type it claims. The body of a GET
 * is in Node's own request alone, for a `Request` made by GET has none.
 * @throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export async function readBody(
  request: Request,
  incoming: IncomingMessage | undefined,
): Promise<Record<string, unknown>> {
  const text = decode(await readBytes(request, incoming))
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

async function readBytes(
  request: Request,
  incoming: IncomingMessage | undefined,
): Promise<ArrayBuffer | Uint8Array> {
  const { headers } = request
  const length = headers.get('content-length')
  if (Number(length ?? 0) > MAX_BODY) throw tooLarge()
  if (length === null && !headers.has('transfer-encoding')) return NOTHING
  const sent = request.method === 'GET' && incoming ? asPost(request, incoming) : request
  try {
    if (length !== null) return await sent.arrayBuffer()
    return sent.body ? await readChunks(sent.body) : NOTHING
  } catch (cause) {
    if (cause instanceof SoukError) throw cause
    throw new SoukError('MALFORMED_REQUEST', 'The body broke off', { cause })
  }
}

/** The same request by a method that may have a body. */
function asPost({ url, headers }: Request, incoming: IncomingMessage): Request {
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>
  return new Request(url, { method: 'POST', headers, body, duplex: 'half' })
}

/**
 * A body of unannounced length is counted while it comes in. One that is too large is left where it
 * is: cancelling its stream would cut the connection before the answer is sent.
 */
async function readChunks(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  for (let size = 0; size <= MAX_BODY; ) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    size += value.byteLength
    chunks.push(value)
  }
  throw tooLarge()
}

/** Whether the request says that it has a body, be it of unknown length. */
export function hasBody({ headers }: Request): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
}

/** Whether a refusal may leave some of the body unread, so that the connection is of no more use. */
export function mayBeUnread({ headers }: Request): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > MAX_BODY
}

function tooLarge(): SoukError {
  return new SoukError('PAYLOAD_TOO_LARGE', 'The body may have at most 1 MiB')
}
