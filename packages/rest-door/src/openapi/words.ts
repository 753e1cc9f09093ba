import type { ContractWords } from '@souk/contract/document-words'
import type { oas31 } from 'zod-openapi'
import type { Recorded } from './recorded.ts'

/** What the document says beyond the contract. */
export interface DocumentWords extends ContractWords {
  readonly info: oas31.InfoObject
  readonly servers: readonly oas31.ServerObject[]
  /** Every example is taken from here. */
  readonly recorded: Recorded
  /** What people do, in the order of reading; without it the domains stand side by side. */
  readonly groups?: readonly TagGroupWords[]
}

/** Domains that are used for one purpose. */
export interface TagGroupWords {
  readonly name: string
  /** The first parts of the domains' names. */
  readonly branches: readonly string[]
}
