import { ask, connectTo } from '../socket-io-client.ts'
import type { Method } from '../souk.ts'
import type { Person, Side } from './side.ts'

type Namespace = '/chat'

/** What a call needs, such as the number of a trade that can be released. */
export type Given = Readonly<Record<string, string | number>>

/** One of the documented calls, with arguments. */
export interface Call {
  /** As the OpenAPI document has it; or what is said in a namespace of Socket.IO, by somebody who enters it. */
  readonly operation: `${Method} /${string}` | `SAY ${Namespace} ${string}`
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
  const [method, path, event] = call.operation.split(' ') as [Method | 'SAY', string, string]
  const token = call.as ? side.people[call.as].token : (given.token as string | undefined)
  const body = typeof call.body === 'function' ? call.body(given) : call.body
  if (method === 'SAY') return say(side, token, path, event, body ?? {})
  const target = filled(call.query === undefined ? path : `${path}?${call.query}`, given)
  await side.souk.call(method, target, token, body ?? (method === 'GET' ? undefined : {}))
}

/** On a socket of its own: Souk closes those that listen when its connections to the database are ended. */
async function say(
  { souk }: Side,
  token: string | undefined,
  namespace: string,
  event: string,
  payload: object,
): Promise<void> {
  const socket = await connectTo(souk.url, token, namespace)
  const answer = (await ask(socket, namespace, event, payload)) as { readonly success: boolean }
  socket.terminate()
  if (!answer.success) throw new Error(`${namespace} ${event}: ${JSON.stringify(answer)}`)
}

function filled(template: string, given: Given): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const value = given[name]
    if (value === undefined) throw new Error(`${template}: there is no ${name}`)
    return encodeURIComponent(value)
  })
}
