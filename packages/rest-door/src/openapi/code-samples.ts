import type { Example } from '@souk/contract'
import type { GivenField } from './given-fields.ts'
import type { Operation } from './operations.ts'
import { pythonSample } from './samples/python.ts'
import { shellSample } from './samples/shell.ts'
import { typescriptSample } from './samples/typescript.ts'

/** A request as one client or another would send it. */
export interface SampleRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  /** Undefined when nothing is sent; for a file, the field's name. */
  readonly body: Readonly<Record<string, unknown>> | undefined
  readonly fileField: string | undefined
  readonly isSignedIn: boolean
  readonly isRepeatable: boolean
  readonly answer: 'json' | 'file' | 'nothing'
}

/** One sample, as references show it (`x-codeSamples`). */
export interface CodeSample {
  readonly lang: string
  readonly label: string
  readonly source: string
}

/** How the example of an operation is called: in a shell, with the SDK, and in Python. */
export function codeSamples(operation: Operation, example: Example | undefined): CodeSample[] {
  const request = requestOf(operation, example)
  return [
    { lang: 'shell', label: 'curl', source: shellSample(request) },
    {
      lang: 'typescript',
      label: '@souk/client',
      source: typescriptSample(operation.path, operation.procedure, example?.input),
    },
    { lang: 'python', label: 'Python', source: pythonSample(request) },
  ]
}

function requestOf(operation: Operation, example: Example | undefined): SampleRequest {
  const { rest, given, procedure, takesFile, fileTypes } = operation
  const values = new Map(Object.entries((example?.input ?? {}) as object))
  const named = (fields: readonly GivenField[]) =>
    Object.fromEntries(
      fields.flatMap(({ key, name }) => (values.has(key) ? [[name, values.get(key)]] : [])),
    )
  const body = named(given.body)
  return {
    method: rest.method,
    path: pathWith(rest.path, named(given.path)),
    query: named(given.query),
    body: rest.method === 'GET' || Object.keys(body).length === 0 ? undefined : body,
    fileField: takesFile ? given.body[0]?.name : undefined,
    isSignedIn: procedure.access !== 'public',
    isRepeatable: procedure.kind === 'mutation',
    answer: fileTypes ? 'file' : rest.status === 204 ? 'nothing' : 'json',
  }
}

/** A path with an example's values; what the example leaves out is a 1. */
const pathWith = (template: string, values: Readonly<Record<string, unknown>>) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(`${values[name] ?? 1}`))

/** A query string, with its question mark; empty without fields. */
export function queryOf({ query }: SampleRequest): string {
  const fields = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]),
  )
  return fields.size === 0 ? '' : `?${fields}`
}
