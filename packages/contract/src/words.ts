import type { z } from 'zod'
import type { Dialect, Procedure } from './define.ts'

/** One call of a procedure, in the contract's words; each dialect makes its own of it. */
export interface Example {
  readonly input: unknown
  readonly output: unknown
}

/** What a domain is called in the document, and what it is. */
export interface DomainWords {
  readonly name: string
  readonly description: string
}

/** What a dialect shows within something else. */
export interface Part {
  readonly dialect: Dialect
  readonly schema: z.ZodType
}

/** What the document says of procedures beyond what the doors need to know of them. */
export interface ContractWords {
  /** By the contract's branch, nested ones with a dot: `trades.chat`; in the order of reading. */
  readonly domains: Readonly<Record<string, DomainWords>>
  /** Names for what operations show, or list, by the operation's id. */
  readonly names: Readonly<Record<string, string>>
  /** Names for what stands within that, often in several. */
  readonly parts?: Readonly<Record<string, Part>>
  /** What the sockets' document shows; the OpenAPI document shows what was recorded. */
  readonly examples: ReadonlyMap<Procedure, Example>
}

/** Parts of one dialect, by their names. */
export function partsIn(
  dialect: Dialect,
  schemas: Readonly<Record<string, z.ZodType>>,
): Record<string, Part> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, { dialect, schema }]),
  )
}

/** Pairs a procedure with an example of a call, which the compiler checks. */
export function exampleOf<I extends z.ZodType, O extends z.ZodType>(
  procedure: Procedure<'query' | 'mutation', I, O>,
  input: z.input<I>,
  output: z.output<O>,
): readonly [Procedure, Example] {
  return [procedure, { input, output }]
}
