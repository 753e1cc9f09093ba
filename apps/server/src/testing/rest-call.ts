import {
  type Dialect,
  documentMarks,
  fileFieldOf,
  type Procedure,
  type RestRoute,
} from '@souk/contract'
import { DIALECTS } from '@souk/rest-door'
import type { z } from 'zod'
import { getWithBody } from './get-with-body.ts'
import type { Answer, HttpClient } from './http-client.ts'

/** Calls a procedure by one of its REST paths, with the input as the SDK would give it. */
export function restCall(
  http: HttpClient,
  { procedure, route }: { procedure: Procedure; route: RestRoute },
  input: Readonly<Record<string, unknown>>,
  token: string | undefined,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { method, dialect } = route
  const left = new Map(
    Object.entries(input).map(([key, value]) => [nameOf(procedure, key, dialect), value]),
  )
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = left.get(name)
    left.delete(name)
    return encodeURIComponent(String(value))
  })
  const fields = Object.fromEntries(left)
  if (fileFieldOf(procedure))
    return http.request(method, path, { token, body: formWith(fields), headers })
  if (method === 'GET' && procedure.kind === 'mutation') {
    return getWithBody(http.url, path, { token, body: fields, headers })
  }
  if (method !== 'GET') return http.request(method, path, { token, body: fields, headers })
  const query = new URLSearchParams(fields as Record<string, string>).toString()
  return http.request('GET', query ? `${path}?${query}` : path, { token, headers })
}

/** Input with a file in it, as the form that takes it. */
export function formWith(input: Readonly<Record<string, unknown>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(input)) {
    form.append(name, value instanceof Blob ? value : String(value))
  }
  return form
}

/** What the document calls a field of the input. */
function nameOf({ input }: Procedure, key: string, dialect: Dialect): string {
  const { caseOf, perPage } = DIALECTS[dialect]
  if (key === 'perPage') return perPage
  const { shape = {} } = input as { shape?: Record<string, z.ZodType> }
  const schema = shape[key]
  return (schema && documentMarks.get(schema)?.name) ?? caseOf(key)
}

/** The status of a refusal at a REST path. */
export function refusalStatus(
  route: RestRoute,
  code: keyof (typeof DIALECTS)[Dialect]['statuses'],
): number {
  return route.statuses?.[code] ?? DIALECTS[route.dialect].statuses[code]
}
