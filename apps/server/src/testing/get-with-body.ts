import { type Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Answer, RequestOptions } from './http-client.ts'
import { checkAnswer } from './openapi-check.ts'

export interface GetOptions extends RequestOptions {
  /** HEAD instead of GET. */
  readonly method?: 'GET' | 'HEAD'
  /** The body comes in pieces of unannounced length. */
  readonly chunked?: boolean
  readonly agent?: Agent
}

/** Sends a GET with a body, as document 4 has it and `fetch` cannot. */
export async function getWithBody(
  url: string,
  path: string,
  { method = 'GET', token, body, headers, chunked = false, agent }: GetOptions,
): Promise<Answer> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  const asking = request(url + path, {
    method,
    ...(agent && { agent }),
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(chunked
        ? { 'transfer-encoding': 'chunked' }
        : { 'content-length': String(Buffer.byteLength(sent)) }),
      ...headers,
    },
  })
  const bytes = Buffer.from(sent)
  const half = Math.floor(bytes.length / 2)
  asking.write(bytes.subarray(0, half))
  asking.end(bytes.subarray(half))
  const answer = await new Promise<Answer>((resolve, reject) => {
    asking.on('error', reject)
    asking.on('response', async (response) => {
      const said = await text(response)
      resolve({
        status: response.statusCode ?? 0,
        body: said === '' ? '' : JSON.parse(said),
        headers: new Headers(response.headers as Record<string, string>),
      })
    })
  })
  checkAnswer({ method, path, ...answer })
  return answer
}
