import type { z } from 'zod'
import type { Procedure } from './define.ts'

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

/** What the document says of procedures beyond what the doors need to know of them. */
export interface ContractWords {
  /** By the contract's branch, nested ones with a dot: `trades.chat`; in the order of reading. */
  readonly domains: Readonly<Record<string, DomainWords>>
  /** Names for what operations show, or list, by the operation's id. */
  readonly names: Readonly<Record<string, string>>
  /** What the sockets' document shows; the OpenAPI document shows what was recorded. */
  readonly examples: ReadonlyMap<Procedure, Example>
}

/** Pairs a procedure with an example of a call, which the compiler checks. */
export function exampleOf<I extends z.ZodType, O extends z.ZodType>(
  procedure: Procedure<'query' | 'mutation', I, O>,
  input: z.input<I>,
  output: z.output<O>,
): readonly [Procedure, Example] {
  return [procedure, { input, output }]
}
