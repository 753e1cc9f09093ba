import { NoAnswerError } from '../errors.ts'
import type { Fetch, FetchInit, FetchResponse } from '../options.ts'

/** An answer of Souk, read to its end, with what tRPC wants of it. */
export interface JsonResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: FetchResponse['headers']
  json(): Promise<unknown>
}

/** Fetches an answer of tRPC, and says of everything else that it is none of Souk's. */
export function jsonFetch(fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {
  return async (url: string, init: FetchInit): Promise<JsonResponse> => {
    const { response, text } = await load(fetch, url, init)
    const body = parse(text)
    if (!isTrpcAnswer(body)) throw notSouk(new URL(url).host, response)
    const { ok, status, headers } = response
    return { ok, status, headers, json: async () => body }
  }
}

async function load(fetch: Fetch, url: string, init: FetchInit) {
  try {
    const response = await fetch(url, init)
    return { response, text: await response.text() }
  } catch (cause) {
    if (init.signal.aborted) throw cause
    const { host } = new URL(url)
    throw new NoAnswerError(`No answer from ${host}: ${messageOf(cause)}`, { cause })
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Proxies answer in JSON too, but not in tRPC's words. */
function isTrpcAnswer(body: unknown): boolean {
  if (Array.isArray(body)) return body.every(isTrpcAnswer)
  if (typeof body !== 'object' || body === null) return false
  return 'result' in body || ('error' in body && typeof body.error === 'object')
}

function notSouk(host: string, { status, headers }: FetchResponse): NoAnswerError {
  const type = headers.get('content-type') ?? 'no content type'
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN)
  return new NoAnswerError(`No answer of Souk: ${host} answered ${status}, ${type}`, {
    status,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  })
}
