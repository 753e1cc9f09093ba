import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { parseJson, readText } from '@souk/api'
import { SoukError } from '@souk/contract'
import { isRecord } from './read-input.ts'

/** JSON as UTF-8, which is what JSON is; what says how to patch something is another language. */
const JSON_TYPE = /^application\/(?!(?:merge|json)-patch\+)(?:[\w.+-]+\+)?json\s*(?:;|$)/i
const OTHER_CHARSET = /;\s*charset\s*=\s*(?!"?(?:utf-?8|us-ascii)"?\s*(?:;|$))/i

/**
 * The request's JSON object; empty when it has no body, whatever type it claims. The body of a GET
 * is in Node's own request alone, for a `Request` made by GET has none.
 * @throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export async function readBody(
  request: Request,
  incoming: IncomingMessage | undefined,
): Promise<Record<string, unknown>> {
  const sent = request.method === 'GET' && incoming ? asPost(request, incoming) : request
  const text = await readText(sent)
  if (text.trim() === '') return {}
  const type = request.headers.get('content-type') ?? ''
  if (!JSON_TYPE.test(type) || OTHER_CHARSET.test(type)) {
    throw new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json, in UTF-8')
  }
  const body = parseJson(text)
  if (!isRecord(body)) throw new SoukError('MALFORMED_REQUEST', 'The body must be a JSON object')
  return body
}

/** The same request by a method that may have a body. */
function asPost({ url, headers }: Request, incoming: IncomingMessage): Request {
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>
  return new Request(url, { method: 'POST', headers, body, duplex: 'half' })
}
