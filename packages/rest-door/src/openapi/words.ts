import type { ContractWords } from '@souk/contract'
import type { oas31 } from 'zod-openapi'

/** What the document says beyond the contract. */
export interface DocumentWords extends ContractWords {
  readonly info: oas31.InfoObject
  readonly servers: readonly oas31.ServerObject[]
  /** What people do, in the order of reading; without it the domains stand side by side. */
  readonly groups?: readonly TagGroupWords[]
}

/** Domains that are used for one purpose. */
export interface TagGroupWords {
  readonly name: string
  /** The first parts of the domains' names. */
  readonly branches: readonly string[]
}
