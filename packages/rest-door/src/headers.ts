import { MAX_LISTED, type SoukError } from '@souk/contract'
import type { Paging } from './dialects.ts'

/** On every answer of the API: nothing of it is to be cached, sniffed, framed or run. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** What a client should know of a refusal before it looks at the body. */
export function refusalHeaders({ code, retryAfter }: SoukError): Record<string, string> {
  return {
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...((code === 'AUTHENTICATION_REQUIRED' || code === 'INVALID_TOKEN') && {
      'www-authenticate': 'Bearer',
    }),
  }
}

/** `Link` and `X-Total-Count` of a list's page. The next one is offered by its cursor. */
export function pagingHeaders(url: string, paging: Paging, param: string) {
  const { page, perPage, total, nextCursor } = paging
  // Further down a list goes by cursors alone, however long it is.
  const last = Math.max(1, Math.ceil(Math.min(total, MAX_LISTED) / perPage))
  const link = (to: number, rel: string, cursor?: string) => {
    const target = new URL(url)
    target.searchParams.delete('access_token')
    target.searchParams.delete('token')
    target.searchParams.delete('cursor')
    target.searchParams.set('page', String(to))
    target.searchParams.set(param, String(perPage))
    if (cursor !== undefined) target.searchParams.set('cursor', cursor)
    return `<${target.pathname}${target.search}>; rel="${rel}"`
  }
  const links = [link(1, 'first'), link(last, 'last')]
  if (page > 1) links.push(link(Math.min(page - 1, last), 'prev'))
  // Whoever came by a cursor is not sent back to numbers, which others move while they write.
  const counts = !new URL(url).searchParams.has('cursor')
  if (nextCursor !== undefined || (counts && page < last))
    links.push(link(page + 1, 'next', nextCursor))
  return { link: links.join(', '), 'x-total-count': String(total) }
}
