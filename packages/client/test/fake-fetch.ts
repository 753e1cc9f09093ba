import type { Fetch, FetchInit } from '../src/index.ts'

export interface Sent {
  readonly url: string
  readonly init: FetchInit
}

/** What to do with one request; the last of several is done for all further ones. */
type Step = (sent: Sent) => Response | Promise<Response>

/** A `fetch` that does as it is told and remembers what it was asked. */
export function fakeFetch(...steps: Step[]): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = []
  const fetch: Fetch = async (url, init) => {
    const step = steps[Math.min(sent.length, steps.length - 1)]
    sent.push({ url, init })
    if (!step) throw new Error('no step')
    return step({ url, init })
  }
  return { fetch, sent }
}

/** Answers each call of the request with the same data. */
export function answer(data: unknown): Step {
  return ({ url }) => Response.json(forEachCall(url, { result: { data } }))
}

/** Refuses each call of the request. */
export function refuse(httpStatus: number, soukCode: string, more: object = {}): Step {
  const data = { code: 'X', httpStatus, soukCode, fields: [], ...more }
  const refusal = { error: { code: -32000, message: soukCode, data } }
  return ({ url }) => Response.json(forEachCall(url, refusal), { status: httpStatus })
}

/** Fails as `fetch` does when the network is away. */
export function offline(): Step {
  return () => {
    throw new TypeError('fetch failed')
  }
}

/** Never answers, until it is told to stop. */
export function silent(): Step {
  return ({ init: { signal } }) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason))
    })
}

function forEachCall(url: string, one: unknown): unknown {
  const { pathname, searchParams } = new URL(url)
  return searchParams.get('batch') === '1' ? pathname.split(',').map(() => one) : one
}
