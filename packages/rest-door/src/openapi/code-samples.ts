import type { Operation } from './operations.ts'
import type { RecordedCall, RecordedRequest } from './recorded.ts'
import { pythonSample } from './samples/python.ts'
import type { SampleRequest } from './samples/request.ts'
import { shellSample } from './samples/shell.ts'
import { typescriptSample } from './samples/typescript.ts'

/** One sample, as references show it (`x-codeSamples`). */
export interface CodeSample {
  readonly lang: string
  readonly label: string
  readonly source: string
}

/** How an operation was called: in a shell, with the SDK, and in Python. */
export function codeSamples(operation: Operation, call: RecordedCall | undefined): CodeSample[] {
  const request = requestOf(operation, call)
  return [
    { lang: 'shell', label: 'curl', source: shellSample(request) },
    {
      lang: 'typescript',
      label: '@souk/client',
      source: typescriptSample(
        operation.path,
        operation.procedure,
        call && inputOf(operation, call),
      ),
    },
    { lang: 'python', label: 'Python', source: pythonSample(request) },
  ]
}

function requestOf(
  { rest, given, procedure, takesFile, fileTypes }: Operation,
  { path = {}, query = {}, body = {} }: RecordedRequest = {},
): SampleRequest {
  return {
    method: rest.method,
    path: pathWith(rest.path, path),
    query,
    body: rest.method === 'GET' || Object.keys(body).length === 0 ? undefined : body,
    fileField: takesFile ? given.body[0]?.name : undefined,
    isSignedIn: procedure.access !== 'public',
    isRepeatable: procedure.kind === 'mutation',
    answer: fileTypes ? 'file' : rest.status === 204 ? 'nothing' : 'json',
  }
}

/** The same as the SDK takes it. */
function inputOf({ reader, takesFile }: Operation, call: RecordedRequest): Record<string, unknown> {
  const { path = {}, query = {}, body = {} } = call
  const read = reader.read({ path, query, body })
  if (!takesFile) return read
  const files = Object.entries(read).map(([key, name]) => [key, new File([], String(name))])
  return Object.fromEntries(files)
}

/** A path with an example's values; what the example leaves out is a 1. */
const pathWith = (template: string, values: Readonly<Record<string, unknown>>) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(`${values[name] ?? 1}`))
