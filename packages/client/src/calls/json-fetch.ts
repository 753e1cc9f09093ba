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
export function jsonFetch(fetch: Fetch | undefined) {
  return async (url: string, init: FetchInit): Promise<JsonResponse> =>
    trpcAnswer(url, init, await fetched(fetch, url, init))
}

/** The beginning of an answer. */
export function fetched(
  fetch: Fetch = (url, init) => globalThis.fetch(url, init),
  url: string,
  init: FetchInit,
): Promise<FetchResponse> {
  return orNoAnswer(url, init, () => fetch(url, init))
}

/** An answer as one of tRPC. */
export async function trpcAnswer(
  url: string,
  init: FetchInit,
  response: FetchResponse,
): Promise<JsonResponse> {
  const body = parse(await orNoAnswer(url, init, () => response.text()))
  if (!isTrpcAnswer(body)) throw notSouk(new URL(url).host, response)
  const { ok, status, headers } = response
  return { ok, status, headers, json: async () => body }
}

/** @throws NoAnswerError where the line breaks, unless that was wanted */
export async function orNoAnswer<T>(
  url: string,
  { signal }: FetchInit,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (signal.aborted) throw cause
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
