import { RequestError } from '@hono/node-server'
import type { ContextDeps } from '@souk/api'
import { API_HEADERS } from '@souk/rest-door'

/** A small JSON answer of the process itself, with the headers of the API. */
export function jsonAnswer(
  status: number,
  body: object,
  more: Readonly<Record<string, string>> = {},
): Response {
  const headers = { ...API_HEADERS, 'x-request-id': crypto.randomUUID(), ...more }
  return new Response(JSON.stringify(body), { status, headers })
}

/** For every other method on a path that only answers. */
export function onlyGet(): Response {
  const answer = jsonAnswer(405, { message: 'Use GET or HEAD', code: 'METHOD_NOT_ALLOWED' })
  answer.headers.set('allow', 'GET, HEAD')
  return answer
}

/** For what the app never sees: a request without a usable target or Host, or a fault of ours. */
export function lastResort(report: ContextDeps['report']): (error: unknown) => Response {
  return (error) => {
    if (error instanceof RequestError) return jsonAnswer(400, UNREADABLE)
    const answer = jsonAnswer(500, FAULT)
    report(error, answer.headers.get('x-request-id') ?? '')
    return answer
  }
}

const UNREADABLE = { message: 'The request cannot be understood', code: 'MALFORMED_REQUEST' }
const FAULT = { message: 'Something went wrong on our side', code: 'INTERNAL_ERROR' }
