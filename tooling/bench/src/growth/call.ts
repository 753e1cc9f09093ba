import type { Method } from '../souk.ts'
import type { Person, Side } from './side.ts'

/** What a call needs, such as the number of a trade that can be released. */
export type Given = Readonly<Record<string, string | number>>

/** One of the documented calls, with arguments. */
export interface Call {
  /** As the OpenAPI document has it. */
  readonly operation: `${Method} /${string}`
  /** Who calls; nobody unless said. */
  readonly as?: Person
  /** Filters; like the path's, their `{parameters}` are what is given. */
  readonly query?: string
  /** Makes what one call needs; this is not measured. Its `token`, if any, is who calls. */
  readonly given?: (side: Side) => Promise<Given>
  readonly body?: object | ((given: Given) => object)
}

/** How the call is named in a report. */
export function nameOf({ operation, query, as }: Call): string {
  return `${operation}${query === undefined ? '' : `?${query}`}${as ? ` (${as})` : ''}`
}

/** Makes one call. @throws when it is refused */
export async function make(side: Side, call: Call, given: Given): Promise<void> {
  const [method, path] = call.operation.split(' ') as [Method, string]
  const target = filled(call.query === undefined ? path : `${path}?${call.query}`, given)
  const token = call.as ? side.people[call.as].token : (given.token as string | undefined)
  const body = typeof call.body === 'function' ? call.body(given) : call.body
  await side.souk.call(method, target, token, body ?? (method === 'GET' ? undefined : {}))
}

function filled(template: string, given: Given): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const value = given[name]
    if (value === undefined) throw new Error(`${template}: there is no ${name}`)
    return encodeURIComponent(value)
  })
}
