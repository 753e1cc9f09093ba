import { fileFieldOf } from '@souk/contract'
import { expect } from 'vitest'
import { formWith, refusalStatus, restCall } from '../rest-call.ts'
import { connectSocket } from '../socket-client.ts'
import type { TestSouk } from '../test-souk.ts'
import type { Expected, Input } from './access.ts'
import { procedureAt } from './world.ts'

/** What somebody was answered: done or why not, and every word of it. */
export interface Heard {
  /** What an access table expects, or whatever else was answered. */
  readonly code: string
  readonly text: string
}

export type Door = (path: string, input: Input, token: string | undefined) => Promise<Heard>

const overTrpc =
  (souk: TestSouk): Door =>
  async (path, input, token) => {
    const isQuery = procedureAt(path).kind === 'query'
    const takesFile = fileFieldOf(procedureAt(path)) !== undefined
    const query = isQuery ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
    const response = await fetch(`${souk.url}/trpc/${path}${query}`, {
      method: isQuery ? 'GET' : 'POST',
      headers: {
        ...(!takesFile && { 'content-type': 'application/json' }),
        // As the SDK does: so no operation may ask outside while it holds a connection.
        ...(!isQuery && { 'idempotency-key': crypto.randomUUID() }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(!isQuery && { body: takesFile ? formWith(input) : JSON.stringify(input) }),
    })
    const text = await response.text()
    return { text, code: response.ok ? '+' : JSON.parse(text).error.data.soukCode }
  }

const overSocket =
  (souk: TestSouk): Door =>
  async (path, input, token) => {
    const query = token === undefined ? '' : `?token=${token}`
    const url = `${souk.url.replace('http', 'ws')}/trpc${query}`
    const client = await connectSocket(url).catch((error: Error) => error)
    if (client instanceof Error) {
      expect(client.message).toBe('refused with 401')
      return { code: 'INVALID_TOKEN', text: '' }
    }
    client.send({ id: 1, method: 'subscription', params: { path, input } })
    const first = await client.next()
    const frame = first.result?.type === 'started' ? await client.next() : first
    client.close()
    return { code: frame.error?.data.soukCode ?? '+', text: JSON.stringify(frame) }
  }

/** Every door to an operation; what REST answers must have the status of what is expected. */
export function doorsOf(souk: TestSouk, path: string, expected: Expected): Door[] {
  const procedure = procedureAt(path)
  if (procedure.kind === 'subscription') return [overSocket(souk)]
  const rest = procedure.rest.map(
    (route): Door =>
      async (_, input, token) => {
        const { status, body } = await restCall(souk, { procedure, route }, input, token)
        const done = route.isThereAlready && status === 200 ? 200 : (route.status ?? 200)
        const right = expected === '+' ? done : refusalStatus(route, expected)
        const text = JSON.stringify(body)
        // Only the document's own dialects tell a code: the status stands for it.
        return { text, code: status === right ? expected : `${status} ${text}` }
      },
  )
  return [overTrpc(souk), ...rest]
}
