import type { RecordedCall } from './recorded.ts'

/** One of several examples, under a key by which those of a request and its answer belong together. */
export interface NamedExample {
  readonly key: string
  readonly summary: string
  readonly value: unknown
}

/** A call with its key. */
export type NamedCall = RecordedCall & { readonly key: string }

/** Calls under what happened in them: `ada-offers-750-usdt`. */
export function namedCalls(calls: readonly RecordedCall[]): NamedCall[] {
  const taken = new Map<string, number>()
  return calls.map((call) => {
    const name = keyOf(call.summary)
    const n = (taken.get(name) ?? 0) + 1
    taken.set(name, n)
    return { ...call, key: n > 1 ? `${name}-${n}` : name }
  })
}

const keyOf = (summary: string) =>
  summary
    .toLowerCase()
    .replaceAll('’', '')
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '')

/** As a document has them; nothing where there are none. */
export function examplesOf(examples: readonly NamedExample[]) {
  if (examples.length === 0) return {}
  return {
    examples: Object.fromEntries(
      examples.map(({ key, summary, value }) => [key, { summary, value }]),
    ),
  }
}
