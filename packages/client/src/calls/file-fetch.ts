import type { Fetch, FetchInit } from '../options.ts'
import { fetched, type JsonResponse, orNoAnswer, trpcAnswer } from './json-fetch.ts'

/** Procedures that answer with a file: each is called alone. */
export const FILE_PROCEDURES: readonly string[] = ['chat.download', 'staff.reports.file']

/** Fetches a file as the result of a call; what is no file is an answer of tRPC, or none of Souk's. */
export function fileFetch(fetch: Fetch | undefined) {
  return async (url: string, init: FetchInit): Promise<JsonResponse> => {
    const response = await fetched(fetch, url, init)
    const disposition = response.headers.get('content-disposition')
    const { blob: read } = response
    if (!response.ok || disposition === null || !read) {
      return trpcAnswer(url, init, response)
    }
    const { ok, status, headers } = response
    const content = await orNoAnswer(url, init, () => read.call(response))
    const file = new File([content], nameIn(disposition), { type: content.type })
    return { ok, status, headers, json: async () => ({ result: { data: file } }) }
  }
}

/** As RFC 8187 writes it. */
function nameIn(disposition: string): string {
  const [, coded = ''] = /filename\*=UTF-8''([^;]*)/i.exec(disposition) ?? []
  return decodeURIComponent(coded)
}
