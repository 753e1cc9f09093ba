/** A request as one client or another would send it. */
export interface SampleRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Undefined when nothing is sent; for a file, the field's name. */
  readonly body: Readonly<Record<string, unknown>> | undefined
  readonly fileField: string | undefined
  readonly isSignedIn: boolean
  readonly isRepeatable: boolean
  readonly answer: 'json' | 'file' | 'nothing'
}

/** A query string, with its question mark; empty without fields. */
export function queryOf({ query }: SampleRequest): string {
  const fields = new URLSearchParams(query)
  return fields.size === 0 ? '' : `?${fields}`
}
