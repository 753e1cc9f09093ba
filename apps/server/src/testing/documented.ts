import { readFileSync } from 'node:fs'

interface DocumentedOperation {
  readonly method: string
  readonly path: string
  readonly request?: unknown
  readonly response: unknown
}

const DOCUMENTS = new URL('../../../../packages/rest/test/documents/', import.meta.url)

/** The examples of one of the documents, by `GET /trades/{id}`; of two with one name, the first. */
export function documentExamples(name: string): (operation: string) => DocumentedOperation {
  const all: DocumentedOperation[] = JSON.parse(readFileSync(new URL(name, DOCUMENTS), 'utf8'))
  return (operation) => {
    const found = all.find(({ method, path }) => `${method} ${path}` === operation)
    if (!found) throw new Error(`${name} has no ${operation}`)
    return found
  }
}

/** In what an answer may differ from a document's example. */
export interface Allowance {
  /** Fields that are null here, though not in the example. */
  readonly nulls?: readonly string[]
  /** Fields that Souk adds, by the object that they are on. */
  readonly added?: Readonly<Record<string, readonly string[]>>
}

/**
 * In what an answer differs from a document's example: the keys and their order, the type of each
 * value, and how moments, days, ids and amounts are written.
 */
export function differences(
  actual: unknown,
  example: unknown,
  allowed: Allowance = {},
  at = 'body',
): string[] {
  if (Array.isArray(actual) && Array.isArray(example)) {
    return actual.flatMap((item, i) => differences(item, example[0], allowed, `${at}[${i}]`))
  }
  if (isObject(actual) && isObject(example)) return ofObjects(actual, example, allowed, at)
  const name = at.split('.').at(-1) ?? at
  if (example === null || (actual === null && allowed.nulls?.includes(name))) return []
  const [is, should] = [formOf(actual), formOf(example)]
  if (name === 'password') return actual === '[redacted]' ? [] : [`${at} is not redacted`]
  if (is !== should) return [`${at} is ${is}, not ${should}: ${JSON.stringify(actual)}`]
  return is === 'an amount' && decimalsOf(actual) < decimalsOf(example)
    ? [`${at} has too few decimals: ${actual}`]
    : []
}

type Fields = Record<string, unknown>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function ofObjects(actual: Fields, example: Fields, allowed: Allowance, at: string): string[] {
  const added =
    allowed.added?.[
      at
        .split('.')
        .at(-1)
        ?.replace(/\[\d+\]$/, '') ?? at
    ] ?? []
  const keys = Object.keys(actual).filter((key) => !added.includes(key))
  const documented = Object.keys(example)
  const inner = documented
    .filter((key) => key in actual)
    .flatMap((key) => differences(actual[key], example[key], allowed, `${at}.${key}`))
  return String(keys) === String(documented)
    ? inner
    : [`${at} has ${keys.join(', ')}; documented are ${documented.join(', ')}`, ...inner]
}

const FORMS: readonly (readonly [form: string, pattern: RegExp])[] = [
  ['a moment', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/],
  ['a day', /^\d{4}-\d\d-\d\d$/],
  ['a UUID', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/],
  ['an amount', /^\d+\.\d+$/],
]

function formOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value
  return FORMS.find(([, pattern]) => pattern.test(value))?.[0] ?? 'a string'
}

const decimalsOf = (amount: unknown) => String(amount).split('.')[1]?.length ?? 0
