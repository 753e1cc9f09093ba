import { soukOpenApi } from '@souk/rest-door'

/** A part of the document, with the JSON pointer to it. */
export interface Located<T> {
  readonly pointer: string
  readonly value: T
}

export interface DocumentedOperation {
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, DocumentedResponse | { $ref: string }>>
}

export interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, { $ref: string }>>
  readonly content?: Readonly<Record<string, object>>
}

interface DocumentedHeader {
  readonly required?: boolean
}

/** The operation that answers a concrete path; with values, or as the document writes it. */
export function findOperation(
  method: string,
  path: string,
): Located<DocumentedOperation> | undefined {
  const key = method.toLowerCase()
  const segments = segmentsOf(path.split('?')[0] ?? '')
  templates ??= readTemplates()
  const found = templates
    .get(segments.length)
    ?.find((one) => key in one.operations && fits(one.segments, segments))
  if (!found) return undefined
  return {
    pointer: pointerTo('paths', found.template, key),
    value: found.operations[key as keyof object] as DocumentedOperation,
  }
}

interface Template {
  readonly template: string
  readonly segments: readonly string[]
  readonly operations: object
}

let templates: Map<number, Template[]> | undefined

/** The document's paths by how many segments they have: of each answer it is asked where it stands. */
function readTemplates(): Map<number, Template[]> {
  const read = Object.entries(soukOpenApi().paths ?? {})
    .map(([template, operations]) => ({ template, segments: segmentsOf(template), operations }))
    // Of `/offers/mine` and `/offers/{id}` the one with fewer parameters is meant.
    .toSorted((a, b) => parameters(a.template) - parameters(b.template))
  return Map.groupBy(read, ({ segments }) => segments.length)
}

/** What an operation says of a status. */
export function responseOf(
  { pointer, value }: Located<DocumentedOperation>,
  status: number,
): Located<DocumentedResponse> | undefined {
  const key = [`${status}`, `${Math.floor(status / 100)}XX`].find((key) => key in value.responses)
  const response = key === undefined ? undefined : value.responses[key]
  if (key === undefined || response === undefined) return undefined
  return '$ref' in response
    ? { pointer: response.$ref, value: followed(response.$ref) as DocumentedResponse }
    : { pointer: `${pointer}${pointerTo('responses', key).slice(1)}`, value: response }
}

/** The headers that an answer must have. */
export function requiredHeaders({ headers = {} }: DocumentedResponse): string[] {
  return Object.entries(headers)
    .filter(([, { $ref }]) => (followed($ref) as DocumentedHeader).required)
    .map(([name]) => name)
}

/** `#/paths/~1trades/get` */
export function pointerTo(...keys: string[]): string {
  return `#${keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`
}

function followed(ref: string): unknown {
  const keys = ref.slice(2).split('/')
  return keys.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], soukOpenApi())
}

/** The one slash that may trail does not count; any other empty segment is in no path. */
const segmentsOf = (path: string) => path.replace(/\/$/, '').split('/').slice(1)

const parameters = (template: string) => template.split('{').length

/** Whether as many segments are what a path with parameters may be. */
function fits(template: readonly string[], segments: readonly string[]): boolean {
  return template.every((part, i) =>
    part.startsWith('{') ? segments[i] !== '' : part === segments[i],
  )
}
